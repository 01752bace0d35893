"""One publication as copies of the record take it: all that verifies it, and what they have to take away."""

from typing import Any

import orjson
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from claims.models import Publication
from claims.record.answers import in_order
from claims.record.chain import envelope
from claims.record.localization import localized

# The kinds of publication after which something is no longer to be shown.
TOMBSTONES = frozenset({Publication.Kind.RETRACTION, Publication.Kind.MERGE, Publication.Kind.REDACTION})

LARGE = ("document", "salts", "leaves")


def as_written(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """With the large fields as PostgreSQL writes them: to read and write them again took longer than all else."""
    written = {f"written_{name}": Cast(name, TextField()) for name in LARGE}
    return publications.defer(*LARGE).annotate(**written)


def written_change(row: Any) -> dict[str, Any]:
    """As :func:`change`, for a row of :func:`as_written`: JSON to be put into an answer as it is."""
    if row.kind in TOMBSTONES:
        row.document = orjson.loads(row.written_document)
    return {
        "envelope": full_envelope(row),
        **{name: orjson.Fragment(getattr(row, f"written_{name}")) for name in LARGE},
        "tombstone": tombstone(row),
    }


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
