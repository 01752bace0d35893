"""What browsers are told: with every answer, whoever made it, and with every cookie."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.ground.test_settings import in_production

ROOT = Path(__file__).resolve().parent.parent.parent
# One of each kind: a page, a refusal, a form behind an account, data, a probe, a file, and where there is nothing.
ANSWERS = [
    "/en/",
    "/",
    "/en/nowhere/",
    "/admin/",
    "/admin/login/",
    "/api/v1/",
    "/api/v1/claims/nowhere/",
    "/api/v1/editorial/claims/",
    "/api/v1/docs/",
    "/v1alpha1/claims:search?query=x",
    "/health/live/",
    "/health/ready/",
    "/static/claims/site.css",
    "/robots.txt",
    "/.well-known/security.txt",
    "/nowhere",
]


def ask(client: Client, path: str, **options: Any) -> Any:
    answer = client.get(path, **options)
    # A file is open until somebody has read it.
    answer.close()
    return answer


def directives(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ANSWERS)
def test_no_answer_lets_a_browser_run_frame_or_guess_anything(client: Client, path: str) -> None:
    answer = ask(client, path)
    rules = directives(answer)
    assert rules["default-src"] in {"'self'", "'none'"}
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_over_https_keeps_the_browser_there(client: Client, settings: Any, path: str) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    answer = ask(Client(), path, secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ANSWERS)
def test_what_an_answer_is_stands_in_its_header_with_its_letters(client: Client, path: str) -> None:
    answer = ask(client, path)
    kind = answer.headers.get("Content-Type", "")
    assert kind or answer.status_code in {301, 302, 304}
    assert "charset=utf-8" in kind.lower().replace('"', "") or not kind.startswith("text/")


def test_in_production_every_cookie_is_for_this_host_and_https_alone() -> None:
    finished = in_production(
        "-c",
        "from factcheck import settings as s;"
        "from factcheck.replicas.middleware import COOKIE;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, COOKIE);"
        "print([getattr(s, f'{n}_COOKIE_{a}') for n in ('SESSION', 'CSRF', 'LANGUAGE')"
        " for a in ('SECURE', 'HTTPONLY', 'SAMESITE')])",
    )
    assert finished.stdout.splitlines() == [
        "__Host-sessionid __Host-csrftoken __Host-django_language __Host-wrote",
        str([True, True, "Lax"] * 3),
    ], finished.stderr
    # Nothing widens them: a name with this beginning is refused by browsers when it has a domain.
    assert settings.SESSION_COOKIE_DOMAIN is settings.CSRF_COOKIE_DOMAIN is settings.LANGUAGE_COOKIE_DOMAIN is None
    assert settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == settings.LANGUAGE_COOKIE_PATH == "/"


def test_in_production_there_is_no_debugging_and_all_is_sent_to_https() -> None:
    finished = in_production(
        "-c",
        "from factcheck import settings as s;"
        "print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
        " 'rest_framework.renderers.BrowsableAPIRenderer' in s.REST_FRAMEWORK['DEFAULT_RENDERER_CLASSES'])",
    )
    assert finished.stdout == "False True True True False\n", finished.stderr


@pytest.mark.django_db
def test_a_message_about_a_draft_is_in_no_cookie() -> None:
    from tests import factories

    client = Client()
    client.force_login(factories.user("editor"))
    assert client.post("/admin/account/sessions/", {"session": "x"}).status_code == 302
    assert "This session had ended already." in client.get("/admin/account/").content.decode()
    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/admin/login/", "/api/v1/", "/static/claims/site.css", "/health/live/"])
def test_nothing_answers_trace_with_what_it_was_sent(client: Client, path: str) -> None:
    answer = client.generic("TRACE", path, headers={"X-Secret": "seen-only-by-the-sender"})
    body = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    assert b"seen-only-by-the-sender" not in body


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/", "/static/claims/", "/.git/config", "/.env", "/static/../manage.py"])
def test_folders_are_not_listed_and_no_file_of_the_project_is_served(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {302, 404}
    assert b"SECRET_KEY" not in answer.content


def test_the_scripts_of_the_site_run_no_text_and_listen_to_no_other_window() -> None:
    scripts = [path.read_text() for path in (ROOT / "claims" / "static").rglob("*.js")]
    assert len(scripts) > 10
    assert [
        word for word in ("eval(", "new Function", "document.write", "postMessage") for s in scripts if word in s
    ] == []
    # Jobs of the site never go through a shell.
    found = subprocess.run(
        ["grep", "-rnE", r"shell=True|os\.system|\bpickle\b|yaml\.load|\beval\(", "claims", "factcheck"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in found.stdout.splitlines() if ".py:" in line] == []
