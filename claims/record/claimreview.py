"""schema.org ClaimReview of a claim, made from the public record at the moment it is asked for.

One function serves the page's markup, the API and the data feed, so they cannot disagree. What is not known is left
out: a consumer can tell a missing key from a wrong one.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from claims.models import Claim, PublishedClaim
from claims.record.document import (
    AppearanceDocument,
    ClaimDocument,
    CorrectionDocument,
    EntityReference,
    LocalizedText,
    RatingDocument,
    SourceDocument,
)
from claims.record.localization import utc_timestamp

Node = dict[str, Any]
# Beyond it, consumers cut the claim; the editor is warned.
AIMED_CHARACTERS = 75
# What may not stand as it is inside a script element of HTML, or ends a line in JavaScript.
UNSAFE_IN_HTML = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
PERSON, ORGANIZATION = "Person", "Organization"
# An organisation speaks; of a country its government does, and of a product nobody.
CLAIMANT_TYPES = {"person": PERSON, "organization": ORGANIZATION, "country": "Country"}


def has_claim_review(claim: PublishedClaim) -> bool:
    """Only a claim with a verdict that stands has markup."""
    return (
        claim.verification_status == Claim.VerificationStatus.VERIFIED
        and bool(claim.document["rating"])
        and not claim.document.get("merged_into")
    )


def claim_review(claim: PublishedClaim, language: str) -> Node | None:
    """The markup for the claim's page in ``language``, or None where there must be none."""
    if not has_claim_review(claim):
        return None
    document: ClaimDocument = claim.document
    rating = document["rating"]
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": f"{settings.SITE_URL}/claims/{claim.slug}#review",
            "url": claim_page(claim.slug, language),
            "claimReviewed": _in(document["statement"], language),
            "reviewRating": _rating(rating, language) if rating else None,
            "author": organisation(language),
            "publisher": organisation(language),
            "itemReviewed": _claim(document, language),
            "reviewBody": _in(document["summary"], language),
            "datePublished": utc_timestamp(claim.first_published_at),
            "dateModified": utc_timestamp(claim.published_at),
            "expires": document.get("expires_on"),
            "inLanguage": language,
            "citation": [_citation(source) for row in document["evidence"] if (source := row["source"])],
            "correction": [_correction(row, language) for row in document["corrections"]],
            "publishingPrinciples": f"{settings.SITE_URL}/{language}/method/",
            "license": document["license"],
        }
    )


def claim_page(slug: str, language: str) -> str:
    """The canonical address of the claim's page, with the host that readers see."""
    return f"{settings.SITE_URL}/{language}/claims/{slug}/"


def organisation(language: str) -> Node:
    """Who publishes the verdicts of this site."""
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organization",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "correctionsPolicy": f"{settings.SITE_URL}/{language}/corrections/",
        "verificationFactCheckingPolicy": f"{settings.SITE_URL}/{language}/method/",
    }


def as_script_content(node: Mapping[str, Any]) -> SafeString:
    """The markup as JSON that may stand inside a script element: it parses back to the same text."""
    return mark_safe(json.dumps(node, ensure_ascii=False).translate(UNSAFE_IN_HTML))  # noqa: S308 - escaped above


def _in(text: LocalizedText, language: str) -> str:
    return text.get(language) or text.get(settings.LANGUAGE_CODE) or next(iter(text.values()), "")


def _rating(rating: RatingDocument, language: str) -> Node:
    node: Node = {"@type": "Rating", "alternateName": _in(rating["label"], language)}
    scale = rating["scale"]
    if rating["value"] is not None and 1 <= scale["worst"] <= rating["value"] <= scale["best"] != scale["worst"]:
        node |= {"ratingValue": rating["value"], "bestRating": scale["best"], "worstRating": scale["worst"]}
    return node | _filled({"ratingExplanation": _in(rating["definition"], language)})


def _claim(document: ClaimDocument, language: str) -> Node:
    rows = document["appearances"]
    first = [_appearance(row) for row in rows if row["occurrence"] == "first"]
    return _filled(
        {
            "@type": "Claim",
            "@id": f"{settings.SITE_URL}/claims/{document['slug']}#claim",
            "text": _in(document["statement"], language),
            "author": _claimant(document["claimant"], language),
            "datePublished": document["claimed_on"],
            "firstAppearance": first[0] if first else None,
            "appearance": [_appearance(row) for row in rows],
        }
    )


def _claimant(entity: EntityReference | None, language: str) -> Node | None:
    if entity is None or entity["kind"] not in CLAIMANT_TYPES:
        return None
    return _entity(entity, language, CLAIMANT_TYPES[entity["kind"]])


def _entity(entity: EntityReference, language: str, kind: str) -> Node:
    return _filled({"@type": kind, "name": _in(entity["name"], language), "sameAs": list(entity["same_as"])})


def _publisher(entity: EntityReference) -> Node:
    node = _entity(entity, settings.LANGUAGE_CODE, PERSON if entity["kind"] == "person" else ORGANIZATION)
    return node | ({"url": f"https://{entity['domain']}/"} if entity["domain"] else {})


def _appearance(row: AppearanceDocument) -> Node:
    article = row["article"]
    return _filled(
        {
            "@type": "NewsArticle",
            "url": article["url"] or article["mirror_url"],
            "headline": article["title"],
            "author": [{"@type": PERSON, "name": name} for name in article["authors"]],
            "publisher": _publisher(article["publisher"]),
            "datePublished": article["published_on"],
            "inLanguage": article["language"],
        }
    )


def _citation(source: SourceDocument) -> Node:
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source["title"],
            "url": source["url"],
            "archivedAt": source["archived_url"],
            "publisher": _publisher(source["publisher"]),
            "datePublished": source["published_on"],
            "inLanguage": source["language"],
        }
    )


def _correction(row: CorrectionDocument, language: str) -> Node:
    return _filled(
        {"@type": "CorrectionComment", "text": _in(row["note"], language), "datePublished": row["published_at"]}
    )


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
