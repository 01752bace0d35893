"""One publication as copies of the record take it: all that verifies it, and what they have to take away."""

from typing import Any

from claims.models import Publication
from claims.record.answers import in_order
from claims.record.chain import envelope
from claims.record.localization import localized

# The kinds of publication after which something is no longer to be shown.
TOMBSTONES = frozenset({Publication.Kind.RETRACTION, Publication.Kind.MERGE, Publication.Kind.REDACTION})


def change(row: Publication) -> dict[str, Any]:
    return {**stored_version(row), "tombstone": tombstone(row)}


def stored_version(row: Publication) -> dict[str, Any]:
    return {
        "envelope": full_envelope(row),
        "document": in_order(row.document),
        "salts": row.salts,
        "leaves": row.leaves,
    }


def full_envelope(row: Publication) -> dict[str, Any]:
    return {**envelope(row), "digest": row.digest}


def tombstone(row: Publication) -> dict[str, Any] | None:
    """What a copy of the record has to take away because of this publication, or None."""
    if row.kind not in TOMBSTONES:
        return None
    document: dict[str, Any] = row.document
    redactions = document.get("redactions") or []
    return {
        "kind": str(row.kind),
        "claim": row.slug,
        "merged_into": (document.get("merged_into") or {}).get("slug"),
        "redacted_fields": redactions[-1]["fields"] if row.kind == Publication.Kind.REDACTION and redactions else [],
        "reason": localized(row.note),
    }
