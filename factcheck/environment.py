"""What the environment decides, read once, checked, and refused in plain words when it is wrong."""

import base64
import binascii
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, Self

import dj_database_url
from pydantic import BeforeValidator, Field, PositiveInt, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
LOCAL_SITE_URL = "http://127.0.0.1:8000"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
SHORTEST_SECRET = 32
SIGNING_KEY_BYTES = 32

EXPECTED = {
    "DEBUG": "Expected 1 or 0.",
    "DATABASE_URL": "Expected postgres://user:password@host:5432/name (PostgreSQL 15 or newer).",
    "DATABASE_DIRECT_URL": "Expected the address of the server itself, when DATABASE_URL is a pooler's.",
    "REPLICA_URLS": "Expected addresses of standby servers like DATABASE_URL, separated by commas.",
    "REPLICA_SECONDS_BEHIND": "Expected the most seconds that a standby may be behind and still be read, 1 to 60.",
    "SECRET_KEY": f"Expected at least {SHORTEST_SECRET} random characters, kept secret.",
    "SECRET_KEY_FALLBACKS": "Expected earlier values of SECRET_KEY, separated by commas.",
    "ALLOWED_HOSTS": "Expected host names separated by commas, such as factcheck.example.",
    "CSRF_TRUSTED_ORIGINS": "Expected origins separated by commas, such as https://factcheck.example.",
    "SITE_URL": "Expected the public address of the site without a path, such as https://factcheck.example.",
    "SITE_NAME": "Expected the name that readers see.",
    "LICENSE_URL": "Expected the http(s) address of the licence of what is published.",
    "METHODOLOGY_VERSION": "Expected a short version, such as 1 or 2026-05.",
    "RECORD_SIGNING_KEYS": "Expected one or more keys of `manage.py create_signing_key`, separated by commas.",
    "STATEMENT_TIMEOUT": "Expected a number of milliseconds greater than 0.",
    "API_REQUESTS_PER_MINUTE": "Expected the most requests a minute for one reader of the API, a number above 0.",
    "API_REQUESTS_PER_MINUTE_WITH_TOKEN": "Expected the most requests a minute for one account, a number above 0.",
    "SECOND_FACTOR_REQUIRED": "Expected 1 or 0: must editors and administrators log in with a second factor?",
    "EMAIL_HOST": "Expected the name of the mail server, such as mail.factcheck.example; without it no mail is sent.",
    "EMAIL_PORT": "Expected a port from 1 to 65535.",
    "EMAIL_USER": "Expected the name of the account at the mail server.",
    "EMAIL_PASSWORD": "Expected the password of the account at the mail server.",
    "EMAIL_SECURITY": "Expected starttls, tls or none.",
    "EMAIL_FROM": "Expected the address that mail comes from, such as desk@factcheck.example.",
    "LINK_CHECKS": "Expected 1 or 0.",
    "ARCHIVER": "Expected the Python path of a class, such as claims.intake.recheck.archiving.TimeGate.",
    "METRICS_TOKEN": "Expected at least 32 random characters, which Prometheus must send.",
    "SECURITY_CONTACT": "Expected mailto:security@factcheck.example or an https address.",
    "LOG_FORMAT": "Expected json or line.",
    "LOG_LEVEL": "Expected DEBUG, INFO, WARNING, ERROR or CRITICAL.",
}


def split(value: object) -> object:
    """Lists are written with commas, as everywhere else in the Django world, not as JSON."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def is_origin(address: str) -> bool:
    scheme, separator, host = address.partition("://")
    return scheme in {"http", "https"} and bool(separator) and bool(host) and not set(host) & set("/?#@ ")


def must_be_database(address: str) -> None:
    if not address.startswith(("postgres://", "postgresql://")):
        raise PydanticCustomError("database_url", "is not the address of a PostgreSQL database")
    try:
        name = dj_database_url.parse(address).get("NAME")
    except ValueError:  # its message may repeat the address, and with it the password
        name = None
    if not name:
        raise PydanticCustomError("database_url", "cannot be read, or names no database")


CommaSeparated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split)]


class Environment(BaseSettings):
    """One field a variable: the variable is the field's name in capitals. An empty variable counts as not set."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, validate_default=False)

    debug: bool = False
    secret_key: str = Field(default="", min_length=SHORTEST_SECRET)
    secret_key_fallbacks: CommaSeparated = ()
    database_url: str = ""
    database_direct_url: str = ""
    replica_urls: CommaSeparated = ()
    replica_seconds_behind: int = Field(default=2, ge=1, le=60)
    allowed_hosts: CommaSeparated = ()
    csrf_trusted_origins: CommaSeparated = ()
    site_url: str = ""
    site_name: str = "Factcheck"
    license_url: str = Field(default="https://creativecommons.org/licenses/by/4.0/", pattern=r"^https?://[^\s/]+")
    methodology_version: str = Field(default="1", pattern=r"^[\w.-]+$")
    record_signing_keys: CommaSeparated = ()
    statement_timeout: PositiveInt = 15_000
    api_requests_per_minute: PositiveInt = 600
    api_requests_per_minute_with_token: PositiveInt = 1_200
    # Unless set: as soon as it is no demo.
    second_factor_required: bool | None = None
    email_host: str = Field(default="", pattern=r"^[A-Za-z0-9.:-]+$")
    email_port: int = Field(default=587, ge=1, le=65535)
    email_user: str = ""
    email_password: str = ""
    email_security: Literal["starttls", "tls", "none"] = "starttls"
    email_from: str = Field(default="", pattern=r"^[^@\s<>,]+@[^@\s<>,]+$")
    link_checks: bool | None = None
    archiver: str = Field(
        default="claims.intake.recheck.archiving.NoArchiver", pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$"
    )
    metrics_token: str = Field(default="", min_length=SHORTEST_SECRET)
    security_contact: str = Field(default="", pattern=r"^(mailto:[^@\s<>,]+@[^@\s<>,]+|https://[^\s/]+[^\s]*)$")
    log_format: Literal["json", "line"] | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"

    @field_validator("database_url", "database_direct_url")
    @classmethod
    def must_be_postgresql(cls, address: str) -> str:
        must_be_database(address)
        return address

    @field_validator("replica_urls")
    @classmethod
    def must_all_be_postgresql(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        for address in addresses:
            must_be_database(address)
        return addresses

    @field_validator("site_url")
    @classmethod
    def must_be_origin(cls, address: str) -> str:
        if not is_origin(address.rstrip("/")):
            raise PydanticCustomError("site_url", "is not an http or https address without a path")
        return address.rstrip("/")

    @field_validator("csrf_trusted_origins")
    @classmethod
    def must_be_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not is_origin(origin):
                raise PydanticCustomError("origins", "holds something that is not an origin")
        return origins

    @field_validator("record_signing_keys")
    @classmethod
    def must_be_seeds(cls, seeds: tuple[str, ...]) -> tuple[str, ...]:
        for seed in seeds:
            try:
                fits = len(base64.b64decode(seed, validate=True)) == SIGNING_KEY_BYTES
            except binascii.Error:
                fits = False
            if not fits:  # the value itself is secret and stays out of the message
                raise PydanticCustomError("signing_keys", "holds something that is not 32 bytes in base64")
        return seeds

    @model_validator(mode="after")
    def must_be_complete_in_production(self) -> Self:
        required = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL")
        missing = [] if self.debug else [name for name in required if not getattr(self, name.lower())]
        if self.email_host and not self.email_from:
            missing.append("EMAIL_FROM")
        if missing:
            raise PydanticCustomError("missing", "{names}", {"names": ",".join(missing)})
        return self

    @property
    def signing_key(self) -> str:
        return self.secret_key or kept_secret(VAR_DIR / "secret_key")

    @property
    def signing_seeds(self) -> tuple[str, ...]:
        """While trying the project a key is made and kept; a production site is given its own."""
        if self.record_signing_keys or not self.debug:
            return self.record_signing_keys
        return (kept_secret(VAR_DIR / "record_signing_key", new_signing_seed),)

    @property
    def public_url(self) -> str:
        return self.site_url or LOCAL_SITE_URL

    @property
    def link_checks_are_on(self) -> bool:
        """Whoever tries the project has not asked for requests to other people's servers."""
        return not self.debug if self.link_checks is None else self.link_checks

    @property
    def log_is_json(self) -> bool:
        """A person reads the terminal of a demo; in production a program reads the log."""
        return (self.log_format or ("line" if self.debug else "json")) == "json"

    @property
    def hosts(self) -> list[str]:
        return list(self.allowed_hosts or LOCAL_HOSTS)


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def new_signing_seed() -> str:
    return base64.b64encode(secrets.token_bytes(SIGNING_KEY_BYTES)).decode()


def kept_secret(path: Path, new: Callable[[], str] = new_secret_key) -> str:
    """A newcomer's key: made at the first start and kept, so that a restart logs nobody out."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(exist_ok=True)
    made = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    made.touch(mode=0o600)
    made.write_text(new())
    try:
        # A link is refused if another process was faster; both then use the key that came first.
        path.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text().strip()


def load_environment() -> Environment:
    try:
        return Environment()
    except ValidationError as error:
        raise SystemExit("\n".join(explain(error))) from None


def explain(error: ValidationError) -> list[str]:
    lines: list[str] = []
    for problem in error.errors(include_url=False, include_input=False):
        if problem["type"] == "missing":
            lines += [
                f"{name} is not set. {EXPECTED[name]} {advice(name)}".rstrip() for name in problem["msg"].split(",")
            ]
            continue
        name = str(problem["loc"][0]).upper()
        lines.append(f"{name} {reason(problem['type'], problem['msg'])}. {EXPECTED[name]}")
    return lines


def advice(name: str) -> str:
    if name == "DATABASE_URL":
        return "To try the project with its embedded database instead, use `make demo` or set DEBUG=1."
    return ""


def reason(kind: str, message: str) -> str:
    # The messages of our own validators are written for people; those of pydantic are not.
    return message if message.startswith(("is ", "holds ", "cannot ")) else f"is not valid ({kind.replace('_', ' ')})"
