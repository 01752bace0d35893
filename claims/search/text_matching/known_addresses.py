"""Web addresses that the record knows: articles that claims appear in, and sources that speak for or against them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from claims.models import PublishedAddress, PublishedAppearance, PublishedEvidence
from claims.record.addresses import article_addresses, source_addresses
from claims.record.document import ArticleDocument, SourceDocument
from claims.search.claims_in_brief import ClaimInBrief, brief_columns
from claims.search.text_matching.limits import MOST_ADDRESSES, MOST_CLAIMS_OF_AN_ADDRESS
from claims.text.addresses import UnsafeAddress, canonical_url
from claims.text.digests import text_digest

ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
# They end the sentence around an address far more often than the address.
PUNCTUATION = ".,;:!?'’…*_"
BRACKETS = {")": "(", "]": "[", "}": "{"}
Kind = PublishedAddress.Kind


@dataclass(frozen=True)
class AddressInText:
    """Offsets are code points, end exclusive; ``canonical`` is the address in its one spelling."""

    start: int
    end: int
    url: str
    canonical: str


@dataclass(frozen=True)
class ClaimAtAddress:
    """``stance`` is what the source does to the claim; empty for an article, where the claim was made."""

    claim: ClaimInBrief
    stance: str = ""


@dataclass(frozen=True)
class KnownAddress:
    """``claims`` are the newest of ``claims_total``."""

    place: AddressInText
    kind: str
    slug: str
    title: str
    language: str
    claims_total: int
    claims: list[ClaimAtAddress] = field(default_factory=list)


def addresses_in(text: str) -> list[AddressInText]:
    """Each address once, where it stands first, at most ``MOST_ADDRESSES``."""
    found: dict[str, AddressInText] = {}
    for match in ADDRESS.finditer(text):
        url = _without_punctuation(match[0])
        try:
            canonical = canonical_url(url)
        except UnsafeAddress:
            continue
        found.setdefault(canonical, AddressInText(match.start(), match.start() + len(url), url, canonical))
        if len(found) == MOST_ADDRESSES:
            break
    return list(found.values())


def known_addresses(places: Iterable[AddressInText]) -> list[KnownAddress]:
    """Those that the record knows, in the order of the text; what is both an article and a source comes twice."""
    by_digest = {text_digest(place.canonical): place for place in places}
    if not by_digest:
        return []
    rows = _rows(by_digest)
    kinds = {row.kind for row in rows}
    facts = {
        **(_articles(rows) if Kind.ARTICLE in kinds else {}),
        **(_sources(rows) if Kind.SOURCE in kinds else {}),
    }
    found: dict[tuple[str, str, str], KnownAddress] = {}
    for row in rows:
        place = by_digest[row.digest]
        known = facts.get((row.kind, row.named, row.claim_id))
        # The table only says where to look: what stands in the claim's document decides.
        if known is None or place.canonical not in known.addresses:
            continue
        at = found.setdefault(
            (row.digest, row.kind, row.named),
            KnownAddress(place, row.kind, row.named, known.title, known.language, row.total),
        )
        at.claims.append(known.claim)
    return sorted(found.values(), key=lambda one: (one.place.start, one.kind, one.slug))


@dataclass(frozen=True)
class _Facts:
    title: str
    language: str
    addresses: list[str]
    claim: ClaimAtAddress


def _rows(digests: Iterable[str]) -> list[Any]:
    of_one: dict[str, Any] = {"partition_by": [F("digest"), F("kind"), F("named")]}
    newest = F("claim__publication_id").desc()
    rows = PublishedAddress.objects.filter(digest__in=list(digests)).annotate(
        place=Window(RowNumber(), order_by=newest, **of_one), total=Window(Count("pk"), **of_one)
    )
    return list(rows.filter(place__lte=MOST_CLAIMS_OF_AN_ADDRESS).order_by("digest", "kind", "named", "place"))


def _articles(rows: list[Any]) -> dict[tuple[str, str, str], _Facts]:
    wanted = [row for row in rows if row.kind == Kind.ARTICLE]
    found = PublishedAppearance.objects.filter(
        claim__in={row.claim_id for row in wanted}, article__in={row.named for row in wanted}
    ).values_list("article", "document__article", *brief_columns("claim__"))
    facts = {}
    for slug, document, *columns in found:
        article: ArticleDocument = document
        claim = ClaimInBrief(*columns)
        facts[(str(Kind.ARTICLE), slug, claim.slug)] = _Facts(
            article["title"], article["language"], article_addresses(article), ClaimAtAddress(claim)
        )
    return facts


def _sources(rows: list[Any]) -> dict[tuple[str, str, str], _Facts]:
    wanted = [row for row in rows if row.kind == Kind.SOURCE]
    found = PublishedEvidence.objects.filter(
        claim__in={row.claim_id for row in wanted}, source__in={row.named for row in wanted}
    ).values_list("source", "document__source", "stance", *brief_columns("claim__"))
    facts = {}
    for slug, document, stance, *columns in found:
        source: SourceDocument = document
        claim = ClaimInBrief(*columns)
        facts[(str(Kind.SOURCE), slug, claim.slug)] = _Facts(
            source["title"], source["language"], source_addresses(source), ClaimAtAddress(claim, stance)
        )
    return facts


def _without_punctuation(url: str) -> str:
    """An address in brackets ends before the closing one, unless it opened the bracket itself."""
    while url and (url[-1] in PUNCTUATION or (url[-1] in BRACKETS and BRACKETS[url[-1]] not in url)):
        url = url[:-1]
    return url
