"""What the settings promise beyond Django's own checks."""

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from factcheck.logs import OneLineFormatter

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "production-" + "k" * 50 + "0123456789",
    "DATABASE_URL": "postgresql://factcheck@db.example/factcheck?sslmode=verify-full&options=-c%20search_path%3Dpublic",
    "ALLOWED_HOSTS": "factcheck.example",
    "SITE_URL": "https://factcheck.example",
    "STATEMENT_TIMEOUT": "7000",
    "RECORD_SIGNING_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "DJANGO_SETTINGS_MODULE": "factcheck.settings",
}


def in_production(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 — fixed words
        [sys.executable, *words], env={**os.environ, **PRODUCTION}, capture_output=True, text=True, check=False
    )


def test_djangos_own_check_for_production_finds_nothing() -> None:
    finished = in_production(
        "-c",
        "import django; django.setup();"
        "from django.core import checks;"
        "found = checks.run_checks(tags=['security'], include_deployment_checks=True);"
        "print(sorted(m.id for m in found if not m.is_silenced()))",
    )

    assert finished.stdout == "[]\n", finished.stderr


def test_a_production_site_that_does_not_sign_its_record_is_warned() -> None:
    finished = in_production(
        "-c",
        "import django; django.setup();"
        "from django.conf import settings; settings.RECORD_SIGNING_KEYS = ();"
        "from django.core import checks;"
        "found = checks.run_checks(tags=['security'], include_deployment_checks=True);"
        "print(sorted(m.id for m in found if not m.is_silenced()))",
    )

    assert finished.stdout == "['claims.W001']\n", finished.stderr


def test_production_sends_mail_over_an_encrypted_line_and_asks_editors_for_a_second_factor() -> None:
    finished = in_production(
        "-c",
        "import os; os.environ |= {'EMAIL_HOST': 'mail.example', 'EMAIL_FROM': 'desk@factcheck.example'};"
        "from factcheck import settings as s;"
        "print(s.EMAIL_BACKEND, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.DEFAULT_FROM_EMAIL, s.SECOND_FACTOR_REQUIRED)",
    )
    assert finished.stdout == (
        "django.core.mail.backends.smtp.EmailBackend True False desk@factcheck.example True\n"
    ), finished.stderr


def test_production_without_a_mail_server_sends_none() -> None:
    finished = in_production("-c", "from factcheck import settings as s; print(s.MAIL_IS_SENT)")
    assert finished.stdout == "False\n", finished.stderr


def test_a_production_database_keeps_its_own_options_and_gets_the_limits() -> None:
    finished = in_production("-c", "from factcheck.settings import DATABASES; print(DATABASES['default'])")

    assert "'ENGINE': 'factcheck.database'" in finished.stdout, finished.stderr
    assert "'sslmode': 'verify-full'" in finished.stdout
    assert "-c statement_timeout=7000" in finished.stdout
    assert "-c search_path=public'" in finished.stdout


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"])
def test_no_statement_lock_or_idle_transaction_lasts_for_ever(limit: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [limit])
        assert cursor.fetchone()[0] > 0


@pytest.mark.django_db
def test_no_page_may_load_anything_from_elsewhere_or_run_inline_code() -> None:
    policy = Client().get("/admin/login/").headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["object-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_site_has_its_two_languages() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["id", "en"]


def test_a_log_line_stays_one_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("django", logging.ERROR, __file__, 1, "Not found: %s", ("/a\r\nforged",), None)
    record.status_code = 404

    line = OneLineFormatter().format(record)

    assert "\n" not in line
    assert "\r" not in line
    assert " ERROR django Not found: /a" in line
    assert "status=404" in line
