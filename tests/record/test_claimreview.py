"""The rules of our markup; each test names the rule that it holds."""

import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from claims.models import Publication, PublishedClaim, Rating
from claims.record.claimreview import as_script_content, claim_review
from claims.workflow import correct, publish_unverified
from tests import factories

pytestmark = pytest.mark.django_db


def review_of(publication: Publication, language: str = "en") -> Any:
    return claim_review(PublishedClaim.objects.get(slug=publication.slug), language)


def test_rule_1_only_a_rated_claim_has_markup() -> None:
    assert review_of(publish_unverified(factories.checkable_claim(), by=factories.user("editor"))) is None
    assert review_of(factories.published())["@type"] == "ClaimReview"


@pytest.mark.parametrize("change", [{"verification_status": "retracted"}, {"merged_into": {"slug": "x"}}])
def test_rule_1_a_retracted_or_merged_claim_has_none(change: dict[str, Any]) -> None:
    claim = PublishedClaim.objects.get(slug=factories.published().slug)
    claim.document |= change
    claim.verification_status = claim.document["verification_status"]
    assert claim_review(claim, "en") is None


def test_rule_3_the_claim_is_in_the_language_of_the_page_and_holds_no_rating() -> None:
    publication = factories.published(rating="false")
    for language in ("en", "id"):
        review = review_of(publication, language)
        assert review["claimReviewed"] == publication.document["statement"][language]
        assert publication.document["rating"]["label"][language] not in review["claimReviewed"]


def test_rule_4_the_address_is_the_page_itself(settings: Any) -> None:
    publication = factories.published()
    with override("id"):
        page = settings.SITE_URL + reverse("pages:claim", kwargs={"slug": publication.slug})
    assert review_of(publication, "id")["url"] == page


def test_rules_5_and_6_a_degree_of_truth_has_its_number_and_label() -> None:
    rating = review_of(factories.published(rating="mostly-false"), "id")["reviewRating"]
    assert rating["alternateName"] == Rating.objects.get(slug="mostly-false").label.data["id"]
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (1, 2, 5)


@pytest.mark.parametrize("slug", ["unproven", "missing-context"])
def test_rule_6_what_is_no_degree_of_truth_has_only_a_label(slug: str) -> None:
    rating = review_of(factories.published(rating=slug))["reviewRating"]
    assert rating["alternateName"]
    assert not {"ratingValue", "bestRating", "worstRating"} & rating.keys()


def test_rules_7_and_15_the_author_is_the_site_with_its_policies(settings: Any) -> None:
    review = review_of(factories.published())
    assert (review["author"]["name"], review["author"]["url"]) == (settings.SITE_NAME, f"{settings.SITE_URL}/")
    assert {"correctionsPolicy", "verificationFactCheckingPolicy"} <= review["author"].keys()
    assert review["license"] == settings.LICENSE_URL
    assert review["publishingPrinciples"].startswith(settings.SITE_URL)


@pytest.mark.parametrize(("kind", "schema_type"), [("person", "Person"), ("organization", "Organization")])
def test_rule_8_the_author_of_the_claim_is_its_claimant(kind: str, schema_type: str) -> None:
    claimant = factories.entity(kind=kind, same_as=["https://www.wikidata.org/wiki/Q42"])
    item = review_of(factories.published(factories.checkable_claim(claimant=claimant)))["itemReviewed"]
    assert item["author"] == {
        "@type": schema_type,
        "name": claimant.name["en"],
        "sameAs": ["https://www.wikidata.org/wiki/Q42"],
    }


def test_rules_8_and_9_what_is_unknown_is_left_out() -> None:
    item = review_of(factories.published())["itemReviewed"]
    assert not {"author", "datePublished"} & item.keys()


def test_rule_9_the_date_of_the_claim_is_when_it_was_made() -> None:
    publication = factories.published(factories.checkable_claim(claimed_on=date(2025, 1, 11)))
    assert review_of(publication)["itemReviewed"]["datePublished"] == "2025-01-11"


def test_rule_10_every_appearance_is_named_and_one_is_the_first() -> None:
    claim = factories.checkable_claim()
    claim.appearances.update(occurrence="first")
    factories.appearance(claim, occurrence="repeat")
    item = review_of(factories.published(claim))["itemReviewed"]
    assert item["firstAppearance"] == item["appearance"][0]
    assert len(item["appearance"]) == 2
    for appearance in item["appearance"]:
        assert appearance["@type"] == "NewsArticle"
        assert appearance["url"].startswith("https://news.example/")
        assert {"headline", "publisher", "datePublished"} <= appearance.keys()


def test_rules_11_and_13_a_correction_is_named_and_dated() -> None:
    first = factories.published(rating="half-true")
    alice, bob = factories.user(), factories.user("editor")
    note = factories.text("We had misread the table.")
    assessment = factories.approved(first.claim, author=alice, approver=bob, rating="false")
    second = correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=note)
    review = review_of(second)
    assert review["datePublished"] < review["dateModified"]
    [correction] = review["correction"]
    assert (correction["@type"], correction["text"]) == ("CorrectionComment", note["en"])
    assert correction["datePublished"] == review["dateModified"]


def test_rule_12_citations_are_the_public_evidence_alone() -> None:
    claim = factories.checkable_claim()
    hidden = factories.source(title="Hidden memo")
    factories.evidence(claim, source=hidden, confidential=True, public_reason=factories.text("Danger."))
    factories.evidence(claim, source=factories.source(archived_url="https://web.archive.org/x"))
    citations = review_of(factories.published(claim))["citation"]
    assert len(citations) == 3
    assert citations[-1]["archivedAt"] == "https://web.archive.org/x"
    assert all({"name", "url", "publisher", "datePublished"} <= row.keys() for row in citations)
    assert "Hidden memo" not in json.dumps(citations)


def test_rule_14_names_are_the_same_in_every_language(settings: Any) -> None:
    publication = factories.published()
    for language in ("en", "id"):
        review = review_of(publication, language)
        assert review["@id"] == f"{settings.SITE_URL}/claims/{publication.slug}#review"
        assert review["itemReviewed"]["@id"] == f"{settings.SITE_URL}/claims/{publication.slug}#claim"


def test_rule_16_hostile_texts_stay_inside_the_script_element() -> None:
    hostile = "</script><script>alert(1)</script> & \u2028\u2029 \u202e"
    review = review_of(factories.published(factories.checkable_claim(statement=factories.text(hostile))))
    content = as_script_content(review)
    assert not set("<>&\u2028\u2029") & set(content)
    assert json.loads(content) == review
    assert review["claimReviewed"] == hostile


def test_rule_17_a_compound_claim_does_not_repeat_its_parts() -> None:
    parent = factories.published().claim
    part = factories.published(factories.checkable_claim(parent=parent))
    assert part.slug not in json.dumps(review_of(Publication.objects.get(claim=parent)))
