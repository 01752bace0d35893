"""Every rule of ClaimReview markup on every claim page of the sample, in both languages, as programs get it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from claims.models import PublishedClaim
from tests import factories
from tests.versions import corrected, retracted

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
SAMPLE = Path(settings.BASE_DIR) / "examples" / "us-china-ai"


@dataclass(frozen=True)
class RatedPage:
    """A claim's page as it was sent, its record, and the markup in it."""

    language: str
    html: str
    script: str
    review: dict[str, Any]
    api: dict[str, Any]
    claim: PublishedClaim

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = self.claim.document
        return document

    @property
    def item(self) -> dict[str, Any]:
        item: dict[str, Any] = self.review["itemReviewed"]
        return item

    def shows(self, words: str) -> bool:
        return words in unescape(self.html)


def rule_1_exactly_one(page: RatedPage) -> None:
    assert page.html.count('"@type": "ClaimReview"') == 1
    assert page.review["@type"] == "ClaimReview"


def rule_2_says_what_the_page_says(page: RatedPage) -> None:
    for words in (page.review["claimReviewed"], page.review["reviewRating"]["alternateName"]):
        assert page.shows(words)
    assert page.item["text"] == page.review["claimReviewed"]


def rule_3_claim_reviewed_holds_no_rating(page: RatedPage) -> None:
    assert page.review["claimReviewed"] == page.document["statement"][page.language]
    assert not page.review["claimReviewed"].startswith(f"{page.document['rating']['label'][page.language]}:")


def rule_4_url_is_the_canonical_address(page: RatedPage) -> None:
    assert CANONICAL.findall(page.html) == [page.review["url"]]
    assert page.review["url"] == f"{settings.SITE_URL}/{page.language}/claims/{page.claim.slug}/"


def rule_5_house_label_in_the_language(page: RatedPage) -> None:
    assert page.review["reviewRating"]["alternateName"] == page.document["rating"]["label"][page.language]


def rule_6_numbers_only_for_degrees_of_truth(page: RatedPage) -> None:
    rating = page.review["reviewRating"]
    if page.document["rating"]["value"] is None:
        assert not {"ratingValue", "bestRating", "worstRating"} & rating.keys()
    else:
        assert 1 <= rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
        assert rating["worstRating"] < rating["bestRating"]


def rule_7_author_is_the_site(page: RatedPage) -> None:
    assert page.review["author"]["@type"] == "Organization"
    assert page.review["author"]["name"] == settings.SITE_NAME
    assert page.review["author"]["url"] == f"{settings.SITE_URL}/"


def rule_8_author_of_the_claim_is_its_claimant(page: RatedPage) -> None:
    assert page.item["@type"] == "Claim"
    claimant = page.document["claimant"]
    if claimant is None or claimant["kind"] == "product":
        assert "author" not in page.item
    else:
        types = {"person": "Person", "organization": "Organization", "country": "Country"}
        assert page.item["author"]["@type"] == types[claimant["kind"]]
        assert page.item["author"]["name"] == claimant["name"].get(page.language, claimant["name"]["en"])
        assert page.item["author"].get("sameAs", []) == claimant["same_as"]


def rule_9_date_of_the_claim_or_none(page: RatedPage) -> None:
    assert page.item.get("datePublished") == page.document["claimed_on"]
    if "datePublished" in page.item:
        date.fromisoformat(page.item["datePublished"])


def rule_10_appearances_are_creative_works_elsewhere(page: RatedPage) -> None:
    appearances = page.item["appearance"]
    assert len(appearances) == len(page.document["appearances"]) > 0
    for one in appearances:
        assert one["@type"] == "NewsArticle"
        assert one["headline"]
        assert one["publisher"]["name"]
        assert one["datePublished"]
    assert any(not one["url"].startswith(settings.SITE_URL) for one in appearances)


def rule_11_dates_and_language(page: RatedPage) -> None:
    assert page.review["datePublished"][:19] == page.claim.first_published_at.isoformat()[:19]
    assert page.review["dateModified"][:19] == page.claim.published_at.isoformat()[:19]
    assert page.review.get("expires") == page.document.get("expires_on")
    assert page.review["inLanguage"] == page.language


def rule_12_citations_are_the_public_evidence(page: RatedPage) -> None:
    public = [row["source"] for row in page.document["evidence"] if row["source"]]
    assert [one["url"] for one in page.review.get("citation", [])] == [source["url"] for source in public]
    for one, source in zip(page.review.get("citation", []), public, strict=True):
        assert one["name"] == source["title"]
        assert one["publisher"]["name"]
        assert one.get("archivedAt", "") == (source["archived_url"] or "")


def rule_13_every_correction(page: RatedPage) -> None:
    told = page.review.get("correction", [])
    assert len(told) == len(page.document["corrections"])
    assert all(one["@type"] == "CorrectionComment" and one["text"] and one["datePublished"] for one in told)


def rule_14_names_that_stay(page: RatedPage) -> None:
    stem = f"{settings.SITE_URL}/claims/{page.claim.slug}"
    assert (page.review["@id"], page.item["@id"]) == (f"{stem}#review", f"{stem}#claim")


def rule_15_policies(page: RatedPage) -> None:
    here = f"{settings.SITE_URL}/{page.language}"
    assert page.review["publishingPrinciples"] == f"{here}/method/"
    assert page.review["license"] == settings.LICENSE_URL
    assert page.review["publisher"]["correctionsPolicy"] == f"{here}/corrections/"
    assert page.review["publisher"]["verificationFactCheckingPolicy"] == f"{here}/method/"


def rule_16_harmless_in_html(page: RatedPage) -> None:
    assert not set("<>&\u2028\u2029") & set(page.script)
    assert json.loads(page.script) == page.review


def rule_17_parts_speak_for_themselves(page: RatedPage) -> None:
    others = [part["slug"] for part in page.claim.children]
    assert not any(f"/claims/{slug}#" in page.script for slug in others)


def rule_18_the_api_serves_the_same(page: RatedPage) -> None:
    assert page.api == page.review


RULES: list[Callable[[RatedPage], None]] = [
    rule_1_exactly_one,
    rule_2_says_what_the_page_says,
    rule_3_claim_reviewed_holds_no_rating,
    rule_4_url_is_the_canonical_address,
    rule_5_house_label_in_the_language,
    rule_6_numbers_only_for_degrees_of_truth,
    rule_7_author_is_the_site,
    rule_8_author_of_the_claim_is_its_claimant,
    rule_9_date_of_the_claim_or_none,
    rule_10_appearances_are_creative_works_elsewhere,
    rule_11_dates_and_language,
    rule_12_citations_are_the_public_evidence,
    rule_13_every_correction,
    rule_14_names_that_stay,
    rule_15_policies,
    rule_16_harmless_in_html,
    rule_17_parts_speak_for_themselves,
    rule_18_the_api_serves_the_same,
]


def test_every_rule_holds_for_every_rated_claim_of_the_sample_in_both_languages(
    client: Client, record_property: Callable[[str, object], None]
) -> None:
    factories.user("researcher", username="researcher")
    factories.user("editor", username="editor")
    call_command("load_dossier", str(SAMPLE), verbosity=0)
    checked = count()
    pages = 0
    for page in rated_pages(client):
        pages += 1
        for rule in RULES:
            rule(page)
            next(checked)
    assert pages == 2 * PublishedClaim.objects.exclude(rating="").count() == 90
    record_property(
        "summary", f"ClaimReview: {len(RULES)} rules × {pages} pages of rated claims: {next(checked):,} held"
    )


def rated_pages(client: Client) -> Iterator[RatedPage]:
    for claim in PublishedClaim.objects.exclude(rating="").order_by("slug"):
        for language in ("en", "id"):
            html = client.get(f"/{language}/claims/{claim.slug}/").content.decode()
            [script] = BLOCK.findall(html)
            api = client.get(f"/api/v1/claims/{claim.slug}/claimreview/", {"lang": language}).json()
            yield RatedPage(language, html, script, json.loads(script), api, claim)


def test_a_corrected_claim_keeps_every_rule(client: Client) -> None:
    corrected()
    for page in rated_pages(client):
        assert page.review["correction"]
        for rule in RULES:
            rule(page)


def test_rule_1_nothing_but_the_page_of_a_rated_claim_has_markup(client: Client) -> None:
    cache.clear()
    fixed, gone = corrected(), retracted(corrected())
    article = fixed.appearances.get().snapshot.article.slug
    slug = fixed.slug
    for address in (
        *("", "claims/", "articles/", f"articles/{article}/", "corrections/", "ratings/", "sources/", "topics/"),
        *(f"claims/{slug}/v/1/", f"claims/{slug}/v/2/", f"claims/{slug}/diff/", f"claims/{slug}/embed/"),
        *(f"claims/{gone.slug}/", f"claims/{slug}/?as_of=2100-01-01"),
    ):
        answer = client.get(f"/en/{address}")
        assert 'ld+json">{' not in answer.content.decode(), address


def test_rule_16_hostile_words_stay_inside_the_script_element(client: Client) -> None:
    hostile = "</script><script>alert(1)</script> & \u2028 <!-- ]]>"
    claim = factories.checkable_claim(statement=factories.text(hostile, hostile))
    slug = factories.published(claim).slug
    [script] = BLOCK.findall(client.get(f"/en/claims/{slug}/").content.decode())
    assert json.loads(script)["claimReviewed"] == hostile
