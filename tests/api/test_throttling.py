"""Limits for readers without an account."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from claims.accounts.request_counts import Counts, client_of
from claims.api import throttling
from claims.api.throttling import ReaderThrottle
from tests import factories
from tests.api.editorial.conftest import working_as

WINDOW = 29_000_000


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute does not change while a test counts in it."""
    monkeypatch.setattr(throttling.time, "time", lambda: WINDOW * 60 + 15.5)


@pytest.mark.django_db
def test_a_reader_is_told_how_much_is_left(client: Client, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 100
    answers = [client.get("/api/v1/") for _ in range(3)]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["99", "98", "97"]
    assert answers[0]["RateLimit-Limit"] == "100"
    assert answers[0]["RateLimit-Policy"] == "100;w=60"
    assert answers[0]["RateLimit-Reset"] == "45"


@pytest.mark.django_db
def test_who_asks_too_often_is_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    statuses = [client.get("/api/v1/").status_code for _ in range(3)]
    refused = client.get("/api/v1/")
    assert (statuses, refused.status_code) == ([200, 200, 200], 429)
    assert 44 <= int(refused["Retry-After"]) <= 45
    assert (refused["Content-Type"], refused["RateLimit-Remaining"]) == ("application/problem+json", "0")
    assert refused.json()["errors"][0]["code"] == "throttled"
    google = client.get("/v1alpha1/claims:search?query=x")
    assert (google.status_code, google.json()["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert client.get("/api/v1/", REMOTE_ADDR="203.0.113.9").status_code == 200


@pytest.mark.django_db
def test_processes_share_their_counts() -> None:
    one, other = Counts(), Counts()
    for _ in range(20):
        one.add("reader", WINDOW, 10)
    for _ in range(10):
        last = other.add("reader", WINDOW, 10)
    assert last == 30


@pytest.mark.django_db
def test_a_process_asks_the_database_once_in_ten_requests(django_assert_num_queries: Any) -> None:
    counts = Counts()
    counts.add("reader", WINDOW, 10)
    with django_assert_num_queries(0):
        for _ in range(8):
            counts.add("reader", WINDOW, 10)
    with django_assert_num_queries(2):  # the first report of a reader also clears what is long past
        counts.add("reader", WINDOW, 10)


@pytest.mark.django_db
def test_a_new_minute_begins_at_nothing_and_old_ones_go() -> None:
    counts = Counts()
    for _ in range(10):
        counts.add("reader", WINDOW, 10)
    assert counts.add("reader", WINDOW + 1, 1) == 1
    counts.add("reader", WINDOW + 20, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(window_number) FROM claims_request_count")
        assert cursor.fetchone() == (WINDOW + 20,)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted() -> None:
    counts = Counts()

    def ask(_number: int) -> None:
        try:
            for _ in range(50):
                counts.add("reader", WINDOW, 10)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as readers:
        list(readers.map(ask, range(4)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT requests FROM claims_request_count")
        assert cursor.fetchall() == [(200,)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("203.0.113.1", "203.0.113.2", False),
        ("not an address", "not an address", True),
    ],
)
def test_a_client_is_its_address_or_its_network(one: str, other: str, same: bool) -> None:
    assert (client_of(one) == client_of(other)) is same
    assert one not in client_of(one)


def test_the_client_cannot_choose_its_address(rf: Any, settings: Any) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    forged = rf.get("/", headers={"x-forwarded-for": "1.1.1.1, 203.0.113.9"})
    assert ReaderThrottle().get_ident(forged) == "203.0.113.9"


@pytest.mark.django_db
def test_an_account_has_its_own_limit_for_all_its_tokens(settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1
    settings.API_REQUESTS_PER_MINUTE_WITH_TOKEN = 2
    person = factories.user("editor")
    one, two, other = working_as(person), working_as(person), working_as(factories.user("editor"))
    topics = "/api/v1/editorial/topics/"
    answers = [client.get(topics) for client in (one, two, one)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[2]["Retry-After"]
    assert other.get(topics).status_code == 200
