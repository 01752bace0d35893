"""Probes are told the truth within seconds, whatever state the database is in."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client, override_settings

from factcheck import health
from factcheck.asking import Line, NoAnswer, ask_once

TOKEN = "prometheus-" + "t" * 30


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    health.remembered.forget()


def test_a_process_that_answers_lives_without_asking_the_database(client: Client) -> None:
    answer = client.get("/health/live/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_probe_may_ask_by_address_and_without_https(client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["factcheck.example"], SECURE_SSL_REDIRECT=True):
        assert client.get("/health/live/", headers={"host": "10.1.2.3:8001"}).status_code == 200
        assert client.get("/en/", headers={"host": "10.1.2.3:8001"}).status_code == 400


def test_no_cache_keeps_what_a_probe_was_told(client: Client) -> None:
    for address in ("/health/live/", "/health/ready/", "/health/metrics/", "/health/other/"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/health/live/", "/health/ready/"])
def test_a_probe_only_reads(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_ready_tells_the_head_of_the_record_and_that_no_worker_runs(client: Client) -> None:
    answer = client.get("/health/ready/")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "checks": {
            "database": {"ok": True},
            "migrations": {"ok": True, "unapplied": 0},
            "record": {"ok": True, "number": 0, "digest": ""},
            "worker": {"ok": False},
        },
    }


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_showed_itself_makes_all_well(client: Client) -> None:
    from claims.background.workers import give_sign_of_life

    give_sign_of_life("factcheck-here")
    answer = client.get("/health/ready/").json()
    assert answer["status"] == "ok"
    assert answer["checks"]["worker"]["seconds_silent"] < 30


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_fell_silent_is_told_and_takes_no_page_away(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO claims_backgroundworker (id, seen_at) VALUES ('gone', now() - interval '1 minute')")
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


@pytest.mark.django_db(transaction=True)
def test_a_release_whose_migrations_are_missing_is_not_ready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'claims' AND name LIKE '0045%'")
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["checks"]["migrations"] == {"ok": False, "unapplied": 1}


@pytest.mark.django_db(transaction=True)
def test_probes_within_a_second_are_one_look_at_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    real = health.look
    monkeypatch.setattr(health, "look", lambda: looks.append(1) or real())
    for _ in range(5):
        client.get("/health/ready/")
    assert len(looks) == 1


@pytest.fixture
def silent_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that takes connections and never says a word, as one that hangs does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        where = {"host": "127.0.0.1", "port": listener.getsockname()[1], "dbname": "factcheck", "user": "factcheck"}
        monkeypatch.setattr(type(connections["default"]), "get_connection_params", lambda _self: where)
        yield


@pytest.mark.usefixtures("silent_server")
def test_a_database_that_hangs_is_told_in_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LONGEST_SECONDS", 0.5)
    start = time.monotonic()
    answer = client.get("/health/ready/")
    assert time.monotonic() - start < 3
    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert answer.json()["checks"]["database"] == {"ok": False}


def test_nothing_secret_is_in_the_answer_of_a_database_that_refuses(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"host": "127.0.0.1", "port": 9, "dbname": "factcheck", "user": "somebody", "password": "hunter2"}
    monkeypatch.setattr(type(connections["default"]), "get_connection_params", lambda _self: where)
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert not any(word in answer.content.decode() for word in ("somebody", "hunter2", "127.0.0.1"))


@pytest.mark.django_db(transaction=True)
def test_a_backend_that_freezes_between_two_questions_is_given_up() -> None:
    line = Line("default")
    ((backend,),) = line.ask("SELECT pg_backend_pid()", until=time.monotonic() + 5)
    try:
        os.kill(backend, signal.SIGSTOP)
    except (PermissionError, ProcessLookupError):
        pytest.skip("the server's processes are not on this machine or not ours")
    try:
        with pytest.raises(NoAnswer, match="silent"):
            line.ask("SELECT 1", until=time.monotonic() + 0.3)
        assert line.ask("SELECT 1", until=time.monotonic() + 5) == [(1,)]  # over another connection
    finally:
        os.kill(backend, signal.SIGCONT)
        line.close()


@pytest.mark.django_db(transaction=True)
def test_a_question_that_fails_leaves_the_others_their_answers() -> None:
    said: Any = ask_once("default", {"wrong": "SELECT * FROM nowhere", "right": "SELECT 7"}, seconds=5)
    assert isinstance(said["wrong"], NoAnswer)
    assert said["right"] == [(7,)]


# --- Metrics


def test_without_a_token_in_the_settings_there_are_no_metrics(client: Client) -> None:
    assert client.get("/health/metrics/").status_code == 404


@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
def test_metrics_are_told_to_nobody_without_the_token(client: Client, sent: dict[str, str]) -> None:
    answer = client.get("/health/metrics/", headers=sent)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert b"factcheck_" not in answer.content


@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.django_db(transaction=True)
def test_prometheus_is_told_what_was_answered_and_how_the_database_is(client: Client) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    client.get("/en/claims/a-claim-that-nobody-made/")
    answer = client.get("/health/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }
    assert found["factcheck_answers_total", "404", "GET", "pages"] >= 1
    assert found["factcheck_answer_seconds_count", "pages"] >= 1
    assert found["factcheck_database_up",] == 1
    assert found["factcheck_record_number",] == 0


@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.usefixtures("silent_server")
def test_prometheus_is_told_in_time_when_the_database_hangs(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.metrics.State.SECONDS", 0.3)
    answer = client.get("/health/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert "factcheck_database_up 0.0" in answer.content.decode()


@override_settings(METRICS_TOKEN=TOKEN)
def test_no_address_that_somebody_makes_up_becomes_a_series(client: Client) -> None:
    client.generic("BREW", "/health/made-up-by-somebody/")
    answer = client.get("/health/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert b"made-up" not in answer.content
    assert b"BREW" not in answer.content
