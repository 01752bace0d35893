"""GET /api/v1/claims/{slug}/ and its versions"""

import json

import pytest
from django.test import Client

from claims.models import Publication
from claims.text.digests import leaf_digest, publication_digest
from claims.workflow import correct
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = {"en": "We had misread the table.", "id": "Kami salah membaca tabel."}


def test_a_claim_has_its_statement_evidence_sources_and_selectors(client: Client) -> None:
    publication = factories.published(rating="half-true")
    answer = client.get(f"/api/v1/claims/{publication.slug}/").json()
    assert set(answer["statement"]) == {"en", "id"}
    assert answer["verification_status"] == "verified"
    assert answer["rating"]["label"] == {"en": "Half true", "id": "Setengah benar"}
    assert [row["stance"] for row in answer["evidence"]] == ["supports", "refutes"]
    assert answer["evidence"][0]["source"]["url"].startswith("https://source-")
    assert [selector["type"] for selector in answer["appearances"][0]["selector"]] == [
        "TextQuoteSelector",
        "TextPositionSelector",
    ]
    assert answer["appearances"][0]["selector"][0]["exact"] == factories.QUOTE
    assert answer["publication"]["digest"] == publication.digest


def test_fields_come_in_an_order_that_people_can_read(client: Client) -> None:
    publication = factories.published()
    answer = client.get(f"/api/v1/claims/{publication.slug}/")
    assert list(json.loads(answer.content))[:4] == ["schema_version", "slug", "statement", "claimant"]


def test_a_compound_claim_lists_its_parts_with_their_verdicts_now(client: Client) -> None:
    parent = factories.published().claim
    child = factories.checkable_claim(parent=parent)
    factories.published(child, rating="false")
    answer = client.get(f"/api/v1/claims/{parent.slug}/").json()
    assert [(part["slug"], part["rating"]["slug"]) for part in answer["parts"]] == [(child.slug, "false")]


def test_a_draft_is_not_found(client: Client) -> None:
    draft = factories.draft(author=factories.user()).claim
    for address in ("", "versions/", "versions/1/"):
        answer = client.get(f"/api/v1/claims/{draft.slug}/{address}")
        assert answer.status_code == 404
        assert answer.json()["errors"][0]["code"] == "not_found"


def test_a_claim_is_one_indexed_row(client: Client, django_assert_num_queries) -> None:
    slug = factories.published().slug
    with django_assert_num_queries(1):
        client.get(f"/api/v1/claims/{slug}/")


def test_scripts_in_texts_stay_texts(client: Client) -> None:
    hostile = "<script>alert('x')</script> \u202e </script>"
    claim = factories.checkable_claim(statement=factories.text(hostile))
    slug = factories.published(claim, reasoning=factories.text(hostile)).slug
    answer = client.get(f"/api/v1/claims/{slug}/")
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["statement"]["en"] == hostile


def test_every_version_stays_readable(client: Client) -> None:
    first = factories.published(rating="half-true")
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(first.claim, author=alice, approver=bob, rating="false")
    correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=NOTE)
    versions = client.get(f"/api/v1/claims/{first.slug}/versions/").json()["results"]
    assert [(row["version"], row["kind"], row["rating"]["slug"]) for row in versions] == [
        (2, "correction", "false"),
        (1, "initial", "half-true"),
    ]
    assert client.get(versions[1]["url"]).json()["document"]["rating"]["slug"] == "half-true"
    current = client.get(f"/api/v1/claims/{first.slug}/").json()
    assert current["corrections"][0]["note"] == NOTE


def test_a_stranger_can_verify_a_version_from_the_answer_alone(client: Client) -> None:
    publication = factories.published()
    answer = client.get(f"/api/v1/claims/{publication.slug}/versions/1/").json()
    digest = answer["envelope"].pop("digest")
    for field, value in answer["document"].items():
        assert leaf_digest(answer["salts"][field], value) == answer["leaves"][field]
    assert publication_digest(answer["envelope"], answer["leaves"]) == digest == publication.digest


@pytest.mark.parametrize("version", ["0", "2", "99999999999999999999"])
def test_a_version_that_never_was_is_not_found(client: Client, version: str) -> None:
    slug = factories.published().slug
    assert client.get(f"/api/v1/claims/{slug}/versions/{version}/").status_code == 404


def test_an_unknown_parameter_is_refused_here_too(client: Client) -> None:
    slug = factories.published().slug
    answer = client.get(f"/api/v1/claims/{slug}/?nope=id")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "nope"
