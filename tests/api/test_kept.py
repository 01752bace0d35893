"""The same question again gets the same bytes again, without a view, until something is published."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.accounts.request_counts import counts
from claims.api import kept as kept_module
from claims.models import Claim
from claims.workflow import correct
from tests import factories

pytestmark = pytest.mark.django_db
LIST, CLAIM = "/api/v1/claims/", "/api/v1/claims/known/"
QUESTIONS = [
    LIST,
    f"{LIST}?q=rice&rating=half-true",
    f"{LIST}?fields=slug,rating&lang=id",
    "/api/v1/changes/?since=0",
    "/api/v1/topics/",
    "/api/v1/ratings/",
    "/api/v1/stats/",
    "/api/v1/record/head/",
    f"{CLAIM}versions/",
    f"{CLAIM}citation/?format=bibtex",
    "/api/v1/articles/",
]
OF_ONE_REQUEST = {"X-Request-ID", "RateLimit-Remaining", "RateLimit-Reset"}


@pytest.fixture(autouse=True)
def _keeping(settings: Any) -> Iterator[None]:
    settings.RESPONSES_ARE_KEPT = True
    yield
    kept_module.kept.forget()


@pytest.fixture
def known() -> Claim:
    return factories.published(factories.checkable_claim(slug="known")).claim


def corrected(claim: Claim) -> None:
    editor = factories.user("editor")
    row = factories.approved(claim, author=factories.user("researcher"), approver=editor, rating="true")
    correct(row, by=editor, correction_type="rating-changed", note=factories.text("We looked again."))


def lasting(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    headers = {name: value for name, value in answer.headers.items() if name not in OF_ONE_REQUEST}
    return answer.status_code, answer.content, dict(sorted(headers.items()))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_second_answer_is_the_first_for_one_query(
    client: Client, known: Claim, question: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(question)
    counts.forget()
    with django_assert_num_queries(1):
        second = client.get(question)
    assert lasting(second) == lasting(first)
    assert first.status_code == 200


@pytest.mark.parametrize("question", QUESTIONS[:4])
def test_after_a_correction_it_is_made_again(client: Client, known: Claim, question: str) -> None:
    first = client.get(question)
    corrected(known)
    second = client.get(question)
    assert second.content != first.content
    assert second["ETag"] != first["ETag"]


@pytest.mark.parametrize("question", [*QUESTIONS, CLAIM])
def test_who_has_it_gets_304_until_it_changes(client: Client, known: Claim, question: str) -> None:
    first = client.get(question)
    for _time in range(2):
        again = client.get(question, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Cache-Control"] == first["Cache-Control"]
        assert again["Access-Control-Allow-Origin"] == "*"


def test_a_claim_that_was_corrected_comes_whole_to_who_had_it(client: Client, known: Claim) -> None:
    had = client.get(CLAIM)["ETag"]
    client.get(CLAIM, headers={"If-None-Match": had})
    corrected(known)
    again = client.get(CLAIM, headers={"If-None-Match": had})
    assert again.status_code == 200
    assert orjson.loads(again.content)["publication"]["version"] == 2


def test_another_question_is_another_answer(client: Client, known: Claim) -> None:
    answers = [
        client.get(LIST).content,
        client.get(LIST, {"fields": "slug"}).content,
        client.get(LIST, headers={"host": "localhost"}).content,
        client.get(LIST, headers={"accept": "application/json; indent=2"}).content,
    ]
    assert len(set(answers)) == 4


def test_a_day_that_is_over_is_asked_again(client: Client, known: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get(LIST)
    today = kept_module.timezone.now()
    monkeypatch.setattr(kept_module.timezone, "now", lambda: today.replace(year=today.year + 1))
    client.get(LIST)
    assert len(kept_module.kept) == 2


@pytest.mark.parametrize(
    "question",
    [
        "/api/v1/lookup/5f3c0/",
        "/api/v1/changes/?since=1&wait=0",
        "/api/v1/export/claims.ndjson",
        "/api/v1/editorial/claims/",
        "/api/v1/claims/unknown/",
        "/api/v1/claims/?nope=1",
        CLAIM,
    ],
)
def test_what_is_not_the_same_for_all_is_not_kept(client: Client, known: Claim, question: str) -> None:
    client.get(question)
    assert len(kept_module.kept) == 0


def test_answers_from_memory_count_towards_the_limit(client: Client, known: Claim, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    counts.forget()
    assert [client.get(LIST).status_code for _time in range(3)] == [200, 200, 429]
    assert client.get(LIST)["RateLimit-Remaining"] == "0"
