"""The settings refuse a wrong environment in plain words and name the variable."""

import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.environment import EXPECTED, LOCAL_SITE_URL, Environment, kept_secret, load_environment

PRODUCTION = {
    "SECRET_KEY": "s" * 50,
    "DATABASE_URL": "postgres://factcheck:secret@db.example:5432/factcheck",
    "ALLOWED_HOSTS": "factcheck.example, www.factcheck.example",
    "SITE_URL": "https://factcheck.example/",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in EXPECTED:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def refusal(environment: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        environment.setenv(name, value)
    with pytest.raises(SystemExit) as refused:
        load_environment()
    return str(refused.value)


def test_production_needs_four_variables_and_each_missing_one_is_a_line(environment: pytest.MonkeyPatch) -> None:
    lines = refusal(environment).splitlines()

    assert [line.split(" ", 1)[0] for line in lines] == ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL"]
    assert all("is not set. Expected " in line for line in lines)


@pytest.mark.parametrize("name", PRODUCTION)
def test_a_missing_variable_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    assert refusal(environment, **{**PRODUCTION, name: ""}).startswith(f"{name} is not set.")


def test_a_complete_production_environment_is_accepted(environment: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)

    accepted = load_environment()

    assert accepted.debug is False
    assert accepted.hosts == ["factcheck.example", "www.factcheck.example"]
    assert accepted.public_url == "https://factcheck.example"


def test_a_mail_server_needs_an_address_to_send_from(environment: pytest.MonkeyPatch) -> None:
    message = refusal(environment, **PRODUCTION, EMAIL_HOST="mail.example", EMAIL_PASSWORD="hunter2")
    assert message.startswith("EMAIL_FROM is not set. Expected ")
    assert "hunter2" not in message


def test_with_debug_on_nothing_else_is_needed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DEBUG", "1")

    accepted = load_environment()

    assert accepted.public_url == LOCAL_SITE_URL
    assert "127.0.0.1" in accepted.hosts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://user:hunter2@db.example/factcheck"),
        ("DATABASE_URL", "postgres://user:hunter2@db.example/"),
        ("DATABASE_URL", "postgres://user:hunter2@db.example:port/factcheck"),
        ("SITE_URL", "factcheck.example"),
        ("SITE_URL", "https://factcheck.example/path"),
        ("SITE_URL", "javascript://factcheck.example"),
        ("CSRF_TRUSTED_ORIGINS", "factcheck.example"),
        ("LICENSE_URL", "CC BY"),
        ("METHODOLOGY_VERSION", "one two"),
        ("STATEMENT_TIMEOUT", "0"),
        ("STATEMENT_TIMEOUT", "15s"),
        ("API_REQUESTS_PER_MINUTE", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("SECOND_FACTOR_REQUIRED", "sometimes"),
        ("EMAIL_HOST", "mail.example/path"),
        ("EMAIL_PORT", "0"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_SECURITY", "ssl3"),
        ("EMAIL_FROM", "The desk"),
        ("EMAIL_FROM", "a@b.example, c@d.example"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    message = refusal(environment, **{**PRODUCTION, name: value})

    assert message.startswith(f"{name} ")
    assert message.endswith(EXPECTED[name])
    assert "\n" not in message
    assert "hunter2" not in message


def test_every_variable_has_its_expectation() -> None:
    assert {name.upper() for name in Environment.model_fields} == set(EXPECTED)


def test_a_start_without_the_variables_ends_with_the_reason_and_no_traceback(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DJANGO_SETTINGS_MODULE", "factcheck.settings")

    finished = subprocess.run([sys.executable, "manage.py", "check"], capture_output=True, text=True, check=False)

    assert finished.returncode == 1
    assert finished.stderr.startswith("SECRET_KEY is not set.")
    assert "Traceback" not in finished.stderr


def test_a_newcomers_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"

    made = kept_secret(path)

    assert len(made) >= 50
    assert kept_secret(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("debug", "said", "expected"), [("0", "", True), ("1", "", False), ("1", "1", True), ("0", "0", False)]
)
def test_whoever_tries_the_project_asks_no_other_servers_unless_they_say_so(
    environment: pytest.MonkeyPatch, debug: str, said: str, expected: bool
) -> None:
    for name, value in {**PRODUCTION, "DEBUG": debug, "LINK_CHECKS": said}.items():
        environment.setenv(name, value)

    assert Environment().link_checks_are_on is expected
