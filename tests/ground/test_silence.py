"""A database that cannot be reached, or has stopped answering: told at once, waited for by nobody, found again."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.test import Client

from claims.models import is_unavailable
from claims.pages import freshness
from claims.record import outage
from claims.record import state as record_state
from factcheck.database import silence
from factcheck.database.silence import Server, WatchedConnection, WatchedCursor, answers
from tests import factories


@contextmanager
def mute_server() -> Iterator[int]:
    """Takes connections, as the operating system of a frozen server does, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def parameters() -> dict[str, object]:
    found: dict[str, object] = connection.get_connection_params()
    found.pop("cursor_factory", None)
    return found


def connect(server: Server) -> WatchedConnection:
    kinds = {"connection_factory": WatchedConnection, "cursor_factory": WatchedCursor}
    watched = server.connect(lambda: psycopg2.connect(**parameters(), **kinds))  # type: ignore[arg-type]
    assert isinstance(watched, WatchedConnection)
    return watched


def test_a_server_that_takes_connections_and_says_nothing_does_not_answer() -> None:
    with mute_server() as port:
        assert not answers({"host": "127.0.0.1", "port": port, "user": "x", "dbname": "x"}, seconds=0.2)


def test_a_server_that_refuses_does_answer() -> None:
    with mute_server() as port:
        pass
    assert answers({"host": "127.0.0.1", "port": port, "user": "x", "dbname": "x"}, seconds=1)


@pytest.mark.django_db
def test_a_slow_statement_is_let_be_while_the_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "SECONDS_BEFORE_ASKING", 0.1)
    server = Server(parameters())
    watched = connect(server)
    with watched.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.6)")
        assert cursor.fetchone() is not None
    assert not server.is_silent
    watched.close()


@pytest.mark.django_db
def test_who_waits_for_a_silent_server_is_let_go_and_it_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "SECONDS_BEFORE_ASKING", 0.1)
    is_there = threading.Event()
    monkeypatch.setattr(silence, "answers", lambda _parameters: is_there.is_set())
    server = Server(parameters())
    watched = connect(server)
    began = time.monotonic()
    with watched.cursor() as cursor, pytest.raises(psycopg2.OperationalError):
        cursor.execute("SELECT pg_sleep(30)")
    assert time.monotonic() - began < 5
    with pytest.raises(psycopg2.OperationalError, match="stopped answering"):
        server.connect(lambda: None)
    is_there.set()
    deadline = time.monotonic() + 5
    while server.is_silent and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    server.refuse_if_silent()
    watched.close()


@pytest.mark.django_db
def test_the_statements_of_the_site_itself_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    other = connection.copy("default")
    monkeypatch.setitem(other.settings_dict, "GIVES_UP_ON_SILENCE", True)
    seen: list[str] = []
    monkeypatch.setattr(
        Server, "wait", lambda _server, _connection, call, *given: (seen.append("wait"), call(*given))[1]
    )
    with other.cursor() as cursor:
        seen.clear()
        cursor.execute("SELECT 1")
    with other.chunked_cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchmany(1)
    other.close()
    assert len(seen) >= 3


def no_database(*_arguments: object, **_options: object) -> None:
    raise OperationalError("the database system is starting up")


@pytest.mark.django_db
def test_without_a_database_pages_and_api_say_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = factories.published().slug
    client.raise_request_exception = False
    monkeypatch.setattr(outage, "last_known", outage.LastKnown())
    with connection.execute_wrapper(no_database):  # type: ignore[arg-type]
        for address in ("/en/", f"/id/claims/{slug}/", "/api/v1/claims/", f"/api/v1/claims/{slug}/", "/admin/login/"):
            answer = client.get(address)
            if address == "/admin/login/" and answer.status_code == 200:
                continue  # it asks the database for nothing
            assert (answer.status_code, answer["Retry-After"]) == (503, "5"), address
            assert "no-store" in answer["Cache-Control"]
            kind = "application/problem+json" if address.startswith("/api/") else "text/html; charset=utf-8"
            assert answer["Content-Type"] == kind
    assert client.get(f"/en/claims/{slug}/").status_code == 200


@pytest.mark.django_db
def test_a_page_that_was_made_before_is_still_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    slug = factories.published().slug
    client.raise_request_exception = False
    settings.RESPONSES_ARE_KEPT = True  # type: ignore[attr-defined]
    freshness.kept.forget()
    monkeypatch.setattr(outage, "last_known", outage.LastKnown())
    page = client.get(f"/en/claims/{slug}/").content
    with connection.execute_wrapper(no_database):  # type: ignore[arg-type]
        assert client.get(f"/en/claims/{slug}/").content == page
        assert client.get("/en/ratings/").status_code == 503
        monkeypatch.setattr(outage, "LONGEST_SECONDS", 0.0)
        assert client.get(f"/en/claims/{slug}/").status_code == 503
    freshness.kept.forget()


def test_a_fault_of_ours_stays_an_error_of_ours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(record_state, "record_state", broken)
    client.raise_request_exception = False
    answer = client.get("/en/")
    assert answer.status_code == 500


def test_a_connection_that_broke_in_the_middle_of_an_answer_is_no_fault_of_ours() -> None:
    broke = DatabaseError("server closed the connection unexpectedly")
    broke.__cause__ = psycopg2.DatabaseError("server closed the connection unexpectedly")
    assert is_unavailable(broke)
    assert not is_unavailable(DatabaseError("Save with update_fields did not affect any rows."))
    assert not is_unavailable(ProgrammingError("a fault of ours"))
