"""Derive the current public state from the record. The same function serves a publication and a rebuild."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Max, Value
from django.db.models.expressions import Combinable
from django.utils.dateparse import parse_date

from claims.models import (
    Publication,
    PublishedAddress,
    PublishedAppearance,
    PublishedClaim,
    PublishedEvidence,
    PublishedStatement,
)
from claims.record.addresses import address_rows
from claims.record.answers import write_answer
from claims.record.chain import envelope
from claims.record.document import AppearanceDocument, ClaimDocument, EvidenceDocument
from claims.record.lookup import lookup_prefixes
from claims.record.vectors import drop_outdated
from claims.record.words import SEARCH_CONFIGURATIONS, SIMPLE_CONFIGURATION, counted_at_the_end, names_in, replace_words
from claims.text.search_words import searchable

# PostgreSQL refuses a search vector of over a megabyte; a longer text is still published, only not searched to its end.
SEARCHED_CHARACTERS = 60_000
RETRACTED = "retracted"


def project(publication: Publication) -> PublishedClaim:
    """Make the public state of one claim follow its newest publication."""
    document: ClaimDocument = publication.document
    first = Publication.objects.filter(claim=publication.claim_id, version=1).only("published_at").get()
    row, _created = PublishedClaim.objects.update_or_create(
        slug=publication.slug,
        defaults={**columns_of(publication, document), "first_published_at": first.published_at},
    )
    _replace_helpers(row, document)
    PublishedClaim.objects.filter(pk=row.pk).update(search=search_vector(document))
    refresh_children([row.slug, *([row.parent] if row.parent else [])])
    return row


def rebuild(on_progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Throw the public state away and derive it again from the record; returns the number of claims.

    Runs in one transaction: readers see the old state until the new one is complete.
    """
    with counted_at_the_end():
        PublishedClaim.objects.all().delete()
        newest = Publication.objects.values("claim").annotate(newest=Max("number")).values_list("newest", flat=True)
        total = len(newest)
        rows = Publication.objects.filter(number__in=list(newest)).order_by("number")
        for done, publication in enumerate(rows.iterator(chunk_size=200), start=1):
            project(publication)
            on_progress(done, total)
    return total


def refresh_children(slugs: Iterable[str]) -> None:
    """Let compound claims show the current verdicts of their public parts."""
    for row in PublishedClaim.objects.defer("search").filter(slug__in=list(slugs)):
        parts = PublishedClaim.objects.listed().filter(parent=row.slug).order_by("slug")
        row.children = [_child(document) for document in parts.values_list("document", flat=True)]
        PublishedClaim.objects.filter(slug=row.slug).update(children=row.children)
        write_answer(row)


def search_vector(document: ClaimDocument) -> Combinable:
    """What full-text search sees: statement above summary and names, above quotes, above reasoning."""
    vectors: list[Combinable] = []
    for language, configuration in SEARCH_CONFIGURATIONS.items():
        vectors += [
            _vector(document["statement"].get(language), configuration, "A"),
            _vector(document["summary"].get(language), configuration, "B"),
            _vector(document["reasoning"].get(language), configuration, "D"),
        ]
    for appearance in document["appearances"]:
        configuration = SEARCH_CONFIGURATIONS.get(appearance["article"]["language"], SIMPLE_CONFIGURATION)
        vectors.append(_vector(appearance["selector"][0]["exact"], configuration, "C"))
    # The slug holds the words by which the editors themselves call the claim; Django makes slugs of ASCII letters.
    vectors.append(_vector(document["slug"].replace("-", " "), SEARCH_CONFIGURATIONS["en"], "A"))
    vectors.append(
        _vector(" ".join(name for names in names_in(document) for name in names.values()), SIMPLE_CONFIGURATION, "B")
    )
    vectors.append(_vector(" ".join(row["quote"] or "" for row in document["evidence"]), SIMPLE_CONFIGURATION, "C"))
    combined = vectors[0]
    for vector in vectors[1:]:
        combined = combined + vector
    return combined


def _vector(text: str | None, configuration: str, weight: str) -> SearchVector:
    return SearchVector(Value(searchable((text or "")[:SEARCHED_CHARACTERS])), config=configuration, weight=weight)


def columns_of(publication: Publication, document: ClaimDocument) -> dict[str, Any]:
    """The columns of the public row that follow from one publication alone."""
    rating = document["rating"]
    return {
        "publication": publication,
        "version": publication.version,
        "verification_status": document["verification_status"],
        "rating": rating["slug"] if rating else "",
        "rating_value": rating["value"] if rating else None,
        "normalized": rating["normalized"] if rating else "",
        "parent": document["parent"]["slug"] if document["parent"] else "",
        "claimant": document["claimant"]["slug"] if document["claimant"] else "",
        "topics": [topic["slug"] for topic in document["topics"]],
        "entities": [entity["slug"] for entity in document["entities"]],
        "lookup_prefixes": lookup_prefixes(document),
        "claimed_on": parse_date(document["claimed_on"]) if document["claimed_on"] else None,
        "review_due": parse_date(document["review_due"]) if document["review_due"] else None,
        "expires_on": parse_date(expires_on) if (expires_on := document.get("expires_on")) else None,
        "merged_into": merged_into["slug"] if (merged_into := document.get("merged_into")) else "",
        "published_at": publication.published_at,
        "document": document,
        "envelope": {**envelope(publication), "digest": publication.digest},
    }


def _replace_helpers(row: PublishedClaim, document: ClaimDocument) -> None:
    row.appearances.all().delete()
    row.evidence.all().delete()
    row.statements.all().delete()
    row.addresses.all().delete()
    stands = not row.merged_into and row.verification_status != RETRACTED
    replace_words(row, document, stands=stands)
    drop_outdated(row.slug, document, stands=stands)
    if not stands:
        return  # Articles and sources name only claims that stand.
    PublishedStatement.objects.bulk_create(statement_rows(row, document))
    PublishedAddress.objects.bulk_create(address_rows(row, document))
    PublishedAppearance.objects.bulk_create(
        appearance_row(row, position, appearance)
        for position, appearance in enumerate(document["appearances"], start=1)
    )
    PublishedEvidence.objects.bulk_create(
        evidence_row(row, position, evidence) for position, evidence in enumerate(document["evidence"], start=1)
    )


def statement_rows(row: PublishedClaim, document: ClaimDocument) -> list[PublishedStatement]:
    texts = document["statement"].items()
    return [PublishedStatement(claim=row, language=language, text=text) for language, text in texts]


def appearance_row(row: PublishedClaim, position: int, appearance: AppearanceDocument) -> PublishedAppearance:
    return PublishedAppearance(
        claim=row,
        position=position,
        article=appearance["article"]["slug"],
        publisher=appearance["article"]["publisher"]["slug"],
        text_sha256=appearance["article"]["text_sha256"],
        start=appearance["selector"][1]["start"],
        end=appearance["selector"][1]["end"],
        document=appearance,
    )


def evidence_row(row: PublishedClaim, position: int, evidence: EvidenceDocument) -> PublishedEvidence:
    source = evidence["source"]
    return PublishedEvidence(
        claim=row,
        position=position,
        stance=evidence["stance"],
        source=source["slug"] if source else "",
        publisher=source["publisher"]["slug"] if source else "",
        domain=(source["publisher"]["domain"] or "") if source else "",
        document=evidence,
    )


def _child(document: ClaimDocument) -> dict[str, Any]:
    return {
        "slug": document["slug"],
        "statement": document["statement"],
        "verification_status": document["verification_status"],
        "rating": document["rating"],
        "summary": document["summary"],
    }
