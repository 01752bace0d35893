"""Answers that were written when a claim was published are the answers that the views would make."""

from typing import Any

import orjson
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.accounts.request_counts import counts
from claims.models import Claim, PublishedAnswer
from claims.workflow import correct, merge, retract
from tests import factories

pytestmark = pytest.mark.django_db
CLAIM, LIST = "/api/v1/claims/known/", "/api/v1/claims/"
OF_ONE_REQUEST = {"X-Request-ID", "RateLimit-Remaining", "RateLimit-Reset"}


@pytest.fixture
def known() -> Claim:
    return factories.published(factories.checkable_claim(slug="known")).claim


def asked(client: Client, address: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.get(address, headers=headers)
    counts.forget()
    lasting = {name: value for name, value in answer.headers.items() if name not in OF_ONE_REQUEST}
    return answer.status_code, answer.content, dict(sorted(lasting.items()))


def from_the_views(client: Client, address: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    kept = list(PublishedAnswer.objects.all())
    PublishedAnswer.objects.all().delete()
    try:
        return asked(client, address, **headers)
    finally:
        PublishedAnswer.objects.bulk_create(kept)


@pytest.mark.parametrize("address", [CLAIM, LIST, f"{LIST}?ordering=claimed_on", f"{LIST}?ordering=slug&count=true"])
def test_a_ready_answer_is_the_one_of_the_view(client: Client, known: Claim, address: str) -> None:
    factories.published(factories.checkable_claim(slug="another"))
    assert asked(client, address) == from_the_views(client, address)


def test_so_is_the_answer_to_a_repeated_request(client: Client, known: Claim) -> None:
    etag = client.get(CLAIM)["ETag"]
    again = {"If-None-Match": etag}
    assert asked(client, CLAIM, **again)[0] == 304
    assert asked(client, CLAIM, **again) == from_the_views(client, CLAIM, **again)


def test_a_claim_with_parts_names_their_verdicts_and_no_date(client: Client, known: Claim) -> None:
    factories.published(factories.checkable_claim(slug="a-part", parent=known))
    status, body, headers = asked(client, CLAIM)
    assert [part["slug"] for part in orjson.loads(body)["parts"]] == ["a-part"]
    assert "Last-Modified" not in headers
    assert (status, body, headers) == from_the_views(client, CLAIM)


def test_one_query_answers(client: Client, known: Claim, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        client.get(CLAIM)
    with django_assert_num_queries(1):
        client.get(LIST)


def test_head_has_the_same_headers(client: Client, known: Claim) -> None:
    answer = client.head(CLAIM)
    assert answer.content == b""
    assert answer["ETag"] == client.get(CLAIM)["ETag"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"{CLAIM}?fields=slug", {}),
        (f"{CLAIM}?nope=1", {}),
        (CLAIM, {"Accept": "text/plain"}),
        (CLAIM, {"Accept": "application/json; indent=2"}),
        ("/api/v1/claims/unknown/", {}),
    ],
)
def test_every_other_wish_goes_to_the_view(client: Client, known: Claim, address: str, headers: Any) -> None:
    def answered(of: tuple[int, bytes, dict[str, str]]) -> tuple[int, Any]:
        status, body, _headers = of
        return status, {name: value for name, value in orjson.loads(body).items() if name != "request_id"}

    assert answered(asked(client, address, **headers)) == answered(from_the_views(client, address, **headers))


def test_a_correction_shows_at_once(client: Client, known: Claim) -> None:
    author, approver = factories.user("researcher"), factories.user("editor")
    before = asked(client, CLAIM)[1]
    row = factories.approved(known, author=author, approver=approver, rating="true")
    correct(row, by=approver, correction_type="rating-changed", note=factories.text("We looked again."))
    after = orjson.loads(asked(client, CLAIM)[1])
    assert after["publication"]["version"] == 2
    assert after["rating"] != orjson.loads(before)["rating"]


def test_a_retracted_claim_is_gone_and_a_merged_one_leads_on(client: Client, known: Claim) -> None:
    editor = factories.user("editor")
    other = factories.published(factories.checkable_claim(slug="other")).claim
    merge(other, into=known, by=editor, note=factories.text("The same."))
    assert asked(client, "/api/v1/claims/other/")[0] == 301
    retract(known, by=editor, note=factories.text("It was never said."))
    assert asked(client, CLAIM)[0] == 410


def test_readers_over_their_limit_are_told(client: Client, known: Claim, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1
    assert client.get(CLAIM).status_code == 200
    assert client.get(CLAIM).status_code == 429
