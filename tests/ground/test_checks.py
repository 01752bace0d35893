"""What the database must be able to do is checked, and said plainly."""

from io import StringIO

import pytest
from django.core import checks
from django.core.management.base import OutputWrapper, SystemCheckError

from factcheck.checks import check_databases, extensions_missing, poor_words, too_old, wrong_encoding
from factcheck.management.migrating import bring_up_to_date


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
