"""The newest publication of every claim as the record stood at a number."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from claims.models import Publication, PublishedClaim

ROWS_AT_ONCE = 200
# What stands for a field that the law forced out of an old version.
REDACTED: dict[str, Any] = {
    **dict.fromkeys(("claimant", "claimed_on", "panel")),
    **{field: {} for field in ("statement", "attribution", "timeframe", "summary", "reasoning", "caveats")},
    **{field: [] for field in ("entities", "appearances", "evidence")},
}


@dataclass(frozen=True)
class Standing:
    """After ``since`` up to ``until``; a later publication does not change what this holds, except for a redaction."""

    since: int
    until: int


def standing_claims(span: Standing, *, as_text: bool = False) -> Iterator[Sequence[Publication]]:
    """The publications that were the newest of their claims, in order, a few hundred at a time.

    Each has ``first_published_at``; with ``as_text`` the document comes as the database writes it, in ``raw``, and is
    not parsed.
    """
    newer = Publication.objects.filter(claim=OuterRef("claim"), version=OuterRef("version") + 1, number__lte=span.until)
    first = Publication.objects.filter(claim=OuterRef("claim"), version=1).values("published_at")
    rows = (
        Publication.objects.filter(~Exists(newer), number__lte=span.until)
        .annotate(first_published_at=Subquery(first))
        .defer("salts", "leaves")
        .order_by("number")
    )
    if as_text:
        rows = rows.annotate(raw=Cast("document", TextField())).defer("salts", "leaves", "document")
    last = span.since
    while chunk := list(rows.filter(number__gt=last)[:ROWS_AT_ONCE]):
        last = chunk[-1].number
        if not as_text:
            for row in chunk:
                row.document = {**deepcopy(REDACTED), **row.document}
        yield chunk


def as_published(row: Publication) -> PublishedClaim:
    """The row as the public state would hold it; it is never saved."""
    return PublishedClaim(
        slug=row.slug,
        verification_status=row.document["verification_status"],
        document=row.document,
        first_published_at=row.first_published_at,  # type: ignore[attr-defined]
        published_at=row.published_at,
    )
