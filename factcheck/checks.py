"""System checks that look at the database itself; `migrate` and `check --database default` run them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.http.request import validate_host

OLDEST_VERSION = 150_000
EXTENSIONS = ("pg_trgm", "unaccent")
# Without one of these a power cut or a failing disk can lose or change what was acknowledged, and nobody is told.
SAFE = ("fsync", "full_page_writes", "data_checksums", "synchronous_commit")
BOUNDED = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
ENCRYPTED = ("require", "verify-ca", "verify-full")
HERE = ("localhost", "127.0.0.1", "::1")
# What stands in deploy/env.example in the place of a secret. `check` takes it, so that the example can be checked.
EXAMPLE = "replace-this"
# The same in base64, since a signing key must be 32 bytes of that.
EXAMPLE_KEY = "cmVwbGFjZS10aGlz"


@register(Tags.database)
def check_databases(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    return [message for alias in databases or () for message in check_database(alias)]


def check_database(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
        )
        encoding, character_type = cursor.fetchone()
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [[*SAFE, *BOUNDED]])
        settings_of_server = dict(cursor.fetchall())
        cursor.execute("SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)])
        missing = sorted(set(EXTENSIONS) - {name for (name,) in cursor.fetchall()})
    return [
        *too_old(version),
        *extensions_missing(missing),
        *wrong_encoding(encoding),
        *poor_words(character_type),
        *careless(settings_of_server),
        *unbounded(settings_of_server),
        *well_known_secrets(),
    ]


def too_old(version: int) -> list[CheckMessage]:
    if version >= OLDEST_VERSION:
        return []
    return [
        Error(
            f"PostgreSQL {OLDEST_VERSION // 10_000} or newer is needed; this server is version {version // 10_000}.",
            hint="Point DATABASE_URL to a newer server.",
            id="factcheck.E001",
        )
    ]


def extensions_missing(names: list[str]) -> list[CheckMessage]:
    return [
        Error(
            f"This PostgreSQL server lacks the extension “{name}”.",
            hint="Install the contrib package that belongs to the server (postgresql-contrib on many systems).",
            id="factcheck.E002",
        )
        for name in names
    ]


def wrong_encoding(encoding: str) -> list[CheckMessage]:
    if encoding == "UTF8":
        return []
    return [
        Error(
            f"The database is encoded in {encoding}, not in UTF8.",
            hint="Create it with ENCODING 'UTF8' TEMPLATE template0.",
            id="factcheck.E003",
        )
    ]


def poor_words(character_type: str) -> list[CheckMessage]:
    if character_type not in {"C", "POSIX"}:
        return []
    # With it the server takes “ and — for letters, so a quoted word is not found by its plain form.
    return [
        checks.Warning(
            f"The database's LC_CTYPE is {character_type}: the search takes typographic quotes for letters.",
            hint="Create it with LOCALE 'C.UTF-8' TEMPLATE template0.",
            id="factcheck.W001",
        )
    ]


def careless(values: dict[str, str]) -> list[CheckMessage]:
    return [
        checks.Warning(
            f"The PostgreSQL server runs with {name} = off: what was acknowledged can be lost or changed unnoticed.",
            hint="Make the cluster with checksums (initdb --data-checksums, or pg_checksums --enable while it is down)."
            if name == "data_checksums"
            else f"Set {name} = on.",
            id="factcheck.W002",
        )
        for name in SAFE
        if values.get(name) == "off"
    ]


def unbounded(values: dict[str, str]) -> list[CheckMessage]:
    """A pooler may drop what the settings ask for; then the limits must belong to the role."""
    return [
        Error(
            f"{name} is 0: one statement or transaction can hold the site up for ever.",
            hint=f"ALTER ROLE factcheck SET {name} = …; docs/deploy.md has the values.",
            id="factcheck.E004",
        )
        for name in BOUNDED
        if values.get(name) == "0"
    ]


def well_known_secrets() -> list[CheckMessage]:
    named = {
        "SECRET_KEY": (settings.SECRET_KEY,),
        "RECORD_SIGNING_KEYS": settings.RECORD_SIGNING_KEYS,
        "METRICS_TOKEN": (settings.METRICS_TOKEN,),
    }
    return [
        Error(
            f"{name} is still the one of deploy/env.example, which everybody knows.",
            hint="docs/deploy.md says how to make another.",
            id="factcheck.E005",
        )
        for name, secrets in named.items()
        if any(secret.startswith((EXAMPLE, EXAMPLE_KEY)) for secret in secrets)
    ]


@register(Tags.urls, deploy=True)
def check_site_address(app_configs: Sequence[Any] | None = None, **_options: Any) -> list[CheckMessage]:
    """Links in feeds, mail and the record begin with SITE_URL; what is wrong in it is in the record for ever."""
    address = urlsplit(settings.SITE_URL)
    found: list[CheckMessage] = []
    if address.scheme != "https":
        found.append(
            checks.Warning(
                f"SITE_URL ({settings.SITE_URL}) is not an https address.",
                hint="Readers are sent to https anyway; what is published should name it.",
                id="factcheck.W003",
            )
        )
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        found.append(
            checks.Warning(
                f"The host of SITE_URL ({address.hostname}) is not in ALLOWED_HOSTS, so nobody can follow its links.",
                hint="Add it to ALLOWED_HOSTS.",
                id="factcheck.W004",
            )
        )
    return found


@register(Tags.security, deploy=True)
def check_lines_to_databases(app_configs: Sequence[Any] | None = None, **_options: Any) -> list[CheckMessage]:
    return unencrypted(settings.DATABASES)


def unencrypted(databases: dict[str, dict[str, Any]]) -> list[CheckMessage]:
    """Between machines anybody on the line could read drafts and take over the session."""
    return [
        checks.Warning(
            f"The line to the database “{alias}” on another machine need not be encrypted.",
            hint="Add ?sslmode=verify-full to its address (docs/deploy.md), or at least sslmode=require.",
            id="factcheck.W006",
        )
        for alias, database in databases.items()
        if any(is_elsewhere(host) for host in str(database.get("HOST") or "").split(","))
        and database.get("OPTIONS", {}).get("sslmode") not in ENCRYPTED
    ]


def is_elsewhere(host: str) -> bool:
    return bool(host) and not host.startswith("/") and host not in HERE


@register(Tags.compatibility, deploy=True)
def check_mail(app_configs: Sequence[Any] | None = None, **_options: Any) -> list[CheckMessage]:
    """Notifications, invitations and forgotten passwords all need it."""
    if settings.MAIL_IS_SENT:
        return []
    return [
        checks.Warning(
            "EMAIL_HOST is not set: nobody is told by mail of what waits for them.",
            hint="Name a mail server, or silence this check if the newsroom does without.",
            id="factcheck.W005",
        )
    ]
