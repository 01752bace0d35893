"""A log line is whole, belongs to a request, and tells nothing of people and keys."""

import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import IntegrityError
from django.test import Client

from factcheck.logs import JSONFormatter, OneLineFormatter, without_secrets

KEY = "fc_" + "k" * 43


@pytest.fixture(params=[JSONFormatter, OneLineFormatter])
def log(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.django_db
def test_each_line_of_a_request_has_its_id_and_the_answer_has_the_same(client: Client, log: StringIO) -> None:
    answer = client.get("/api/v1/nowhere/", headers={"X-Request-ID": "named-by-the-proxy"})
    assert answer.headers["X-Request-ID"] == "named-by-the-proxy"
    lines = log.getvalue().splitlines()
    assert lines
    assert all("named-by-the-proxy" in line for line in lines)


@pytest.mark.django_db
def test_an_id_that_could_forge_a_line_is_replaced(client: Client, log: StringIO) -> None:
    answer = client.get("/api/v1/nowhere/", headers={"X-Request-ID": "x y\tERROR forged"})
    assert len(answer.headers["X-Request-ID"]) == 32
    assert "forged" not in log.getvalue()


def test_a_line_of_json_has_what_a_program_looks_for() -> None:
    try:
        raise ValueError("two\nlines")  # noqa: TRY301
    except ValueError:
        record = logging.LogRecord("claims.x", logging.ERROR, __file__, 1, "went %s", ("wrong\n",), sys.exc_info())
    record.status_code = 500
    said = JSONFormatter().format(record)
    assert "\n" not in said
    line = json.loads(said)
    assert (line["level"], line["logger"], line["message"], line["status"]) == (
        "ERROR",
        "claims.x",
        "went wrong\n",
        500,
    )
    assert line["time"].endswith("+00:00")
    assert "ValueError: two\nlines" in line["exception"]
    assert "request_id" not in line


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {KEY}",
        f"a key {KEY} in a message",
        "connection to postgres://factcheck:hunter2-in-address@db.example/factcheck failed",
        "FATAL: password=hunter2-in-address sslmode=verify-full",
        "csrfmiddlewaretoken=hunter2-in-address&q=1",
        "Cookie: sessionid=hunter2-in-address; other=1",
        "sent to somebody.else+news@mail.example by mistake",
    ],
)
def test_keys_passwords_and_addresses_of_mail_stay_out(text: str) -> None:
    said = without_secrets(text)
    assert not any(secret in said for secret in (KEY, "hunter2", "somebody.else"))
    assert "(secret)" in said or "(address)" in said


def test_what_a_constraint_says_of_a_row_stays_out(log: StringIO) -> None:
    inner = (
        'duplicate key value violates unique constraint "user_email"\nDETAIL:  Key (email)=(Siti\n\nAminah) exists.\n'
    )
    try:
        try:
            raise IntegrityError(inner)  # noqa: TRY301
        except IntegrityError as error:
            raise RuntimeError("it could not be stored") from error
    except RuntimeError:
        logging.getLogger("claims.x").exception("A fault")
    said = log.getvalue()
    assert "Siti" not in said
    assert "Aminah" not in said
    assert "user_email" in said
    assert "it could not be stored" in said


@pytest.mark.django_db
def test_a_search_and_a_password_are_in_no_line(client: Client, log: StringIO) -> None:
    client.get("/en/claims/nowhere/?q=something-private")
    client.post("/admin/login/", {"username": "somebody-private", "password": "password-private"})
    assert "private" not in log.getvalue()
