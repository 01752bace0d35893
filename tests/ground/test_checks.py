"""What the database must be able to do is checked, and said plainly."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core import checks
from django.core.management.base import OutputWrapper, SystemCheckError
from django.test import override_settings

from factcheck.checks import (
    careless,
    check_databases,
    check_mail,
    check_site_address,
    extensions_missing,
    poor_words,
    too_old,
    unbounded,
    unencrypted,
    well_known_secrets,
    wrong_encoding,
)
from factcheck.environment import EXPECTED
from factcheck.management.migrating import bring_up_to_date
from factcheck.settings import database
from tests.databases import ROOT


@pytest.mark.django_db
def test_the_database_of_the_tests_has_what_is_needed() -> None:
    assert [message for message in check_databases(databases=["default"]) if message.level >= checks.ERROR] == []


def test_without_a_database_to_look_at_nothing_is_asked() -> None:
    assert check_databases(databases=None) == []


def test_an_old_server_is_named_by_its_version() -> None:
    assert too_old(150_000) == []
    (error,) = too_old(140_011)
    assert error.id == "factcheck.E001"
    assert error.msg == "PostgreSQL 15 or newer is needed; this server is version 14."


def test_each_missing_extension_is_named() -> None:
    assert [error.id for error in extensions_missing(["pg_trgm", "unaccent"])] == ["factcheck.E002", "factcheck.E002"]
    assert "“unaccent”" in extensions_missing(["unaccent"])[0].msg


def test_another_encoding_is_refused() -> None:
    assert wrong_encoding("UTF8") == []
    assert wrong_encoding("SQL_ASCII")[0].id == "factcheck.E003"


def test_a_character_type_that_knows_no_letters_is_warned_of() -> None:
    assert poor_words("C.UTF-8") == []
    assert poor_words("C")[0].id == "factcheck.W001"


@pytest.mark.django_db
def test_the_demo_stops_at_a_server_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.checks.OLDEST_VERSION", 990_000)

    with pytest.raises(SystemCheckError, match="PostgreSQL 99 or newer is needed"):
        bring_up_to_date(OutputWrapper(StringIO()))


def test_each_setting_that_can_lose_data_is_warned_of() -> None:
    assert careless({"fsync": "on", "data_checksums": "on", "synchronous_commit": "remote_apply"}) == []
    found = careless({"fsync": "off", "full_page_writes": "on", "data_checksums": "off", "synchronous_commit": "off"})
    assert [(message.id, message.msg.split(" = ")[0].split()[-1]) for message in found] == [
        ("factcheck.W002", "fsync"),
        ("factcheck.W002", "data_checksums"),
        ("factcheck.W002", "synchronous_commit"),
    ]


def test_a_limit_that_a_pooler_dropped_is_an_error() -> None:
    assert unbounded({"statement_timeout": "15000", "lock_timeout": "5000"}) == []
    (error,) = unbounded({"statement_timeout": "0"})
    assert error.id == "factcheck.E004"


@pytest.mark.django_db
def test_the_embedded_server_loses_nothing_in_a_power_cut() -> None:
    # The tests' own sessions do not wait for the disk (tests/settings.py); the server is asked for the rest.
    assert {message.msg.split(" = ")[0].split()[-1] for message in check_databases(databases=["default"])} <= {
        "synchronous_commit"
    }


@pytest.mark.parametrize("address", ["http://factcheck.example", "https://elsewhere.example"])
def test_a_site_address_that_leads_nowhere_is_warned_of(address: str) -> None:
    with override_settings(SITE_URL="https://factcheck.example", ALLOWED_HOSTS=["factcheck.example"]):
        assert check_site_address() == []
    with override_settings(SITE_URL=address, ALLOWED_HOSTS=["factcheck.example"]):
        (warning,) = check_site_address()
    assert warning.id == ("factcheck.W003" if address.startswith("http:") else "factcheck.W004")


def test_a_site_that_tells_nobody_by_mail_is_warned_of() -> None:
    with override_settings(MAIL_IS_SENT=False):
        assert [warning.id for warning in check_mail()] == ["factcheck.W005"]


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("postgres://me@%2Fvar%2Frun%2Fpostgresql/f", False),
        ("postgres://me@127.0.0.1/f", False),
        ("postgres://me@10.0.0.2/f", True),
        ("postgres://me@10.0.0.2/f?sslmode=prefer", True),
        ("postgres://me@10.0.0.2/f?sslmode=verify-full", False),
    ],
)
def test_a_line_between_machines_that_need_not_be_encrypted_is_warned_of(address: str, warned: bool) -> None:
    found = unencrypted({"default": database(address)})
    assert [warning.id for warning in found] == (["factcheck.W006"] if warned else [])


def example() -> dict[str, str]:
    lines = [line for line in (ROOT / "deploy" / "env.example").read_text().splitlines() if line[:1].isalpha()]
    return dict(line.split("=", 1) for line in lines)


def in_production(*words: str) -> subprocess.CompletedProcess[str]:
    # A browser that an earlier test started has allowed what nobody allows in production.
    set_here = {*EXPECTED, "DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {name: value for name, value in os.environ.items() if name not in set_here}
    environment |= {**example(), "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    program = [sys.executable, str(ROOT / "manage.py"), *words]
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def test_the_example_of_an_environment_passes_every_check_for_production() -> None:
    finished = in_production("check", "--deploy", "--fail-level", "WARNING")
    assert finished.returncode == 0, finished.stderr
    assert "no issues" in finished.stdout + finished.stderr


def test_nobody_goes_live_with_the_secrets_of_the_example() -> None:
    given = example()
    with override_settings(
        SECRET_KEY=given["SECRET_KEY"], RECORD_SIGNING_KEYS=(given["RECORD_SIGNING_KEYS"],), METRICS_TOKEN=""
    ):
        found = well_known_secrets()
    assert [(error.id, error.msg.split()[0]) for error in found] == [
        ("factcheck.E005", "SECRET_KEY"),
        ("factcheck.E005", "RECORD_SIGNING_KEYS"),
    ]
    assert well_known_secrets() == []
