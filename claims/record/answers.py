"""Answers about a claim that are made when it is published, not each time it is asked for."""

from typing import Any

import orjson

from claims.models import Claim, PublishedAnswer, PublishedClaim
from claims.record.document import ClaimDocument
from claims.record.localization import utc_timestamp

FIELDS = tuple(ClaimDocument.__annotations__)
PART_FIELDS = ("slug", "statement", "verification_status", "rating", "summary")


def in_order(document: ClaimDocument) -> ClaimDocument:
    """The document's fields as its type lists them: the database keeps no order, and people read in one."""
    return {field: document[field] for field in FIELDS if field in document}  # type: ignore[literal-required,return-value]


def whole_answer(row: PublishedClaim) -> dict[str, Any]:
    return {
        **in_order(row.document),
        "first_published_at": utc_timestamp(row.first_published_at),
        "publication": row.envelope,
        "parts": [{field: part[field] for field in PART_FIELDS} for part in row.children],
    }


def summary_answer(row: PublishedClaim) -> dict[str, Any]:
    document = row.document
    return {
        "slug": row.slug,
        "statement": document["statement"],
        "verification_status": row.verification_status,
        "rating": document["rating"],
        "summary": document["summary"],
        "claimant": document["claimant"],
        "claimed_on": document["claimed_on"],
        "topics": document["topics"],
        "parent": document["parent"],
        "version": row.version,
        "first_published_at": utc_timestamp(row.first_published_at),
        "published_at": utc_timestamp(row.published_at),
    }


def answer_row(row: PublishedClaim) -> PublishedAnswer:
    whole, summary = (orjson.dumps(answer).decode() for answer in (whole_answer(row), summary_answer(row)))
    return PublishedAnswer(
        claim=row,
        whole=whole,
        summary=summary,
        stands=not row.merged_into and row.verification_status != Claim.VerificationStatus.RETRACTED,
        last_modified=None if row.children else row.published_at,
    )


def write_answer(row: PublishedClaim) -> None:
    made = answer_row(row)
    written = ("whole", "summary", "stands", "last_modified")
    PublishedAnswer.objects.update_or_create(claim=row, defaults={name: getattr(made, name) for name in written})
