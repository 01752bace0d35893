"""GET /api/v1/claims/{slug}/evidence/, …/appearances/ and …/claimreview/"""

from typing import Any

import pytest
from django.test import Client

from claims.workflow import merge, publish_unverified, retract
from tests import factories

pytestmark = pytest.mark.django_db


def test_evidence_comes_by_the_numbers_of_the_reasoning(client: Client) -> None:
    publication = factories.published()
    answer = client.get(f"/api/v1/claims/{publication.slug}/evidence/").json()
    assert [row["position"] for row in answer["results"]] == [1, 2]
    assert [{**row, "position": None} for row in answer["results"]] == [
        {**row, "position": None} for row in publication.document["evidence"]
    ]


def test_parts_page_and_take_fields_and_languages(client: Client) -> None:
    slug = factories.published().slug
    first = client.get(f"/api/v1/claims/{slug}/evidence/?page_size=1&fields=position,note&lang=id").json()
    assert first["results"] == [{"position": 1, "note": "It says so. (id)"}]
    second = client.get(first["next"]).json()
    assert (second["results"][0]["position"], second["next"]) == (2, None)


def test_appearances_have_their_selectors(client: Client) -> None:
    slug = factories.published().slug
    [row] = client.get(f"/api/v1/claims/{slug}/appearances/").json()["results"]
    assert (row["position"], row["selector"][0]["exact"]) == (1, factories.QUOTE)


def test_a_part_is_two_queries_at_most(client: Client, django_assert_num_queries: Any) -> None:
    slug = factories.published().slug
    for part, count in (("evidence", 2), ("appearances", 2), ("claimreview", 1)):
        with django_assert_num_queries(count):
            assert client.get(f"/api/v1/claims/{slug}/{part}/").status_code == 200


@pytest.mark.parametrize("part", ["evidence", "appearances", "claimreview"])
def test_a_draft_has_no_parts(client: Client, part: str) -> None:
    draft = factories.draft(author=factories.user()).claim
    assert client.get(f"/api/v1/claims/{draft.slug}/{part}/").status_code == 404


def test_the_markup_comes_as_linked_data_in_the_wanted_language(client: Client) -> None:
    publication = factories.published()
    answer = client.get(f"/api/v1/claims/{publication.slug}/claimreview/?lang=id")
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Content-Language"] == "id"
    assert answer.json()["claimReviewed"] == publication.document["statement"]["id"]


def test_a_claim_without_a_verdict_has_no_markup(client: Client) -> None:
    slug = publish_unverified(factories.checkable_claim(), by=factories.user("editor")).slug
    assert client.get(f"/api/v1/claims/{slug}/claimreview/").status_code == 404


@pytest.mark.parametrize("part", ["evidence", "appearances", "claimreview"])
def test_the_parts_of_a_merged_claim_are_those_of_the_other(client: Client, part: str) -> None:
    merged, other = factories.published().claim, factories.published().claim
    merge(merged, into=other, by=factories.user("editor"))
    answer = client.get(f"/api/v1/claims/{merged.slug}/{part}/")
    there = f"http://testserver/api/v1/claims/{other.slug}/{part}/"
    assert (answer.status_code, answer["Location"], answer.json()["url"]) == (301, there, there)


@pytest.mark.parametrize("part", ["evidence", "appearances", "claimreview"])
def test_the_parts_of_a_retracted_claim_are_gone(client: Client, part: str) -> None:
    claim = factories.published().claim
    retract(claim, note=factories.text("It was never said."), by=factories.user("editor"))
    answer = client.get(f"/api/v1/claims/{claim.slug}/{part}/")
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert answer.json()["errors"][0]["code"] == "retracted"
