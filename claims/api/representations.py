"""Public rows as the API answers them."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.reverse import reverse

from claims.api import shapes
from claims.models import Publication, PublishedClaim
from claims.record import Addresses, ClaimDocument, History, envelope, localized, removed_fields, utc_timestamp
from claims.record.document import ClaimReference

FIELDS = tuple(ClaimDocument.__annotations__)
CLAIM_FIELDS = (*FIELDS, *(field for field in shapes.Claim.__annotations__ if field not in FIELDS))
CLAIM_THEN_FIELDS = (*FIELDS, *(field for field in shapes.ClaimThen.__annotations__ if field not in FIELDS))
# The kinds of publication after which something is no longer to be shown.
TOMBSTONES = frozenset({"retraction", "merge", "redaction"})


def in_order(document: ClaimDocument) -> ClaimDocument:
    """The document's fields as its type lists them: the database keeps no order, and people read in one."""
    return {field: document[field] for field in FIELDS if field in document}  # type: ignore[literal-required,return-value]


def address(request: Request, name: str, **arguments: Any) -> str:
    return str(reverse(f"api:{name}", kwargs=arguments, request=request))


def claim_links(request: Request, slug: str) -> shapes.ClaimLinks:
    return {
        "self": address(request, "claim", slug=slug),
        "page": request.build_absolute_uri(f"/claims/{slug}/"),
        "versions": address(request, "versions", slug=slug),
        "citation": address(request, "citation", slug=slug),
        "evidence": address(request, "evidence", slug=slug),
        "appearances": address(request, "appearances", slug=slug),
    }


def addresses(request: Request, slug: str) -> Addresses:
    return Addresses(
        claim=address(request, "claim", slug=slug),
        versions=address(request, "versions", slug=slug),
        version=lambda version: address(request, "version", slug=slug, version=version),
    )


def claim_summary(request: Request, row: PublishedClaim) -> shapes.ClaimSummary:
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
        "links": claim_links(request, row.slug),
    }


def claim(request: Request, row: PublishedClaim) -> shapes.Claim:
    return {
        **in_order(row.document),
        "first_published_at": utc_timestamp(row.first_published_at),
        "publication": row.envelope,
        "parts": row.children,
        "links": claim_links(request, row.slug),
    }


def claim_then(request: Request, row: Publication, known: History, moment: datetime) -> shapes.ClaimThen:
    return {
        **in_order(row.document),
        "stood_at": utc_timestamp(moment),
        "first_published_at": utc_timestamp(known.first.published_at),
        "publication": _envelope(row),
        "redacted": _redacted(row, known),
        "links": claim_links(request, row.slug),
    }


def moved_claim(request: Request, slug: str, target: ClaimReference) -> shapes.MovedClaim:
    return {"slug": slug, "merged_into": target, "url": address(request, "claim", slug=target["slug"])}


def version_summary(request: Request, row: Publication) -> shapes.VersionSummary:
    known = envelope(row)
    return {
        "number": row.number,
        "version": row.version,
        "kind": row.kind,
        "correction_type": known["correction_type"],
        "note": known["note"],
        "published_at": known["published_at"],
        "verification_status": row.document["verification_status"],
        "rating": row.document["rating"],
        "digest": row.digest,
        "url": address(request, "version", slug=row.slug, version=row.version),
    }


def version(row: Publication, known: History) -> shapes.Version:
    return {**stored_version(row), "redacted": _redacted(row, known)}


def stored_version(row: Publication) -> shapes.StoredVersion:
    return {
        "envelope": _envelope(row),
        "document": in_order(row.document),
        "salts": row.salts,
        "leaves": row.leaves,
    }


def _envelope(row: Publication) -> shapes.Envelope:
    return {**envelope(row), "digest": row.digest}  # type: ignore[typeddict-item]


def _redacted(row: Publication, known: History) -> list[shapes.RedactedField]:
    """Fields that this version had and has no more."""
    removed = removed_fields(row.document, row.version, known.newest.redactions)
    return [
        {
            "field": field,
            "version": redaction["version"],
            "reason": redaction["reason"],
            "published_at": redaction["published_at"],
        }
        for field, redaction in removed.items()
        if field in row.leaves and field not in row.document
    ]


def change(row: Publication) -> shapes.Change:
    return {**stored_version(row), "tombstone": tombstone(row)}


def tombstone(row: Publication) -> shapes.Tombstone | None:
    """What a copy of the record has to take away because of this publication, or None."""
    if row.kind not in TOMBSTONES:
        return None
    document: dict[str, Any] = row.document
    redactions = document.get("redactions") or []
    return {
        "kind": str(row.kind),
        "claim": row.slug,
        "merged_into": (document.get("merged_into") or {}).get("slug"),
        "redacted_fields": redactions[-1]["fields"] if row.kind == "redaction" and redactions else [],
        "reason": localized(row.note),
    }
