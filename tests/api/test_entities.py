"""GET /api/v1/entities/"""

from typing import Any

import pytest
from django.test import Client

from claims.workflow import retract
from tests import factories

pytestmark = pytest.mark.django_db


def claim_with_people(**fields: Any) -> Any:
    claimant, subject = factories.entity(kind="person"), factories.entity(kind="country")
    claim = factories.checkable_claim(claimant=claimant, **fields)
    claim.entities.add(subject)
    return factories.published(claim).claim, claimant, subject


def test_an_entity_counts_in_every_role(client: Client) -> None:
    claim, claimant, subject = claim_with_people()
    publisher = claim.evidence.first().source.publisher
    roles = {
        slug: client.get(f"/api/v1/entities/{slug}/").json()["roles"]
        for slug in (claimant.slug, subject.slug, publisher.slug)
    }
    nothing = dict.fromkeys(["claimant", "subject", "article_publisher", "source_publisher"], 0)
    assert roles == {
        claimant.slug: {**nothing, "claimant": 1},
        subject.slug: {**nothing, "subject": 1},
        publisher.slug: {**nothing, "source_publisher": 1},
    }


def test_its_links_lead_to_its_claims(client: Client) -> None:
    claim, claimant, subject = claim_with_people()
    factories.published()
    by_it = client.get(f"/api/v1/entities/{claimant.slug}/").json()["links"]["claims_by_it"]
    about_it = client.get(f"/api/v1/entities/{subject.slug}/").json()["links"]["claims_about_it"]
    for address in (by_it, about_it):
        assert [row["slug"] for row in client.get(address).json()["results"]] == [claim.slug]


def test_entities_are_listed_by_kind_and_role_in_pages(client: Client) -> None:
    claimants = sorted(claim_with_people()[1].slug for _ in range(3))
    first = client.get("/api/v1/entities/?role=claimant&kind=person&page_size=2&fields=slug,name&lang=id").json()
    second = client.get(first["next"]).json()
    assert [row["slug"] for row in first["results"] + second["results"]] == claimants
    assert second["next"] is None
    assert isinstance(first["results"][0]["name"], str)


def test_an_entity_of_drafts_or_of_retracted_claims_is_not_found(client: Client) -> None:
    hidden = factories.entity()
    factories.checkable_claim(claimant=hidden)
    claim, claimant, _subject = claim_with_people()
    retract(claim, note=factories.text("It was wrong."), by=factories.user("editor"))
    for entity in (hidden, claimant):
        assert client.get(f"/api/v1/entities/{entity.slug}/").status_code == 404


def test_a_renamed_entity_has_its_newest_name(client: Client) -> None:
    _claim, claimant, _subject = claim_with_people()
    type(claimant).objects.filter(pk=claimant.pk).update(name=factories.text("New name"))
    factories.published(factories.checkable_claim(claimant=type(claimant).objects.get(pk=claimant.pk)))
    entity = client.get(f"/api/v1/entities/{claimant.slug}/").json()
    assert (entity["name"]["en"], entity["roles"]["claimant"]) == ("New name", 2)


def test_a_confidential_source_names_nobody(client: Client) -> None:
    claim, publisher = factories.checkable_claim(), factories.entity()
    source = factories.source(publisher=publisher)
    factories.evidence(claim, source=source, confidential=True, public_reason=factories.text("Danger."))
    factories.published(claim)
    assert client.get(f"/api/v1/entities/{publisher.slug}/").status_code == 404


@pytest.mark.parametrize(("name", "words"), [("kind", "person, organization"), ("role", "claimant, subject")])
@pytest.mark.parametrize("value", ["x", ""])
def test_an_unknown_value_is_refused_with_the_allowed_ones(client: Client, name: str, words: str, value: str) -> None:
    answer = client.get(f"/api/v1/entities/?{name}={value}")
    assert answer.status_code == 400
    assert words in answer.json()["errors"][0]["detail"]
