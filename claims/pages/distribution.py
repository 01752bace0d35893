"""How verdicts are spread over a set of claims: the figures behind a picture and behind the text beside it."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from claims.models import PublishedClaim
from claims.search.statement import part, rows_of

WIDTH = 100.0


@dataclass(frozen=True)
class Bar:
    """One rating's share; ``start`` and ``width`` are percent of the picture. Claims not yet rated have no rating."""

    rating: dict[str, Any] | None
    claims: int
    start: float
    width: float


def distribution(claims: QuerySet[PublishedClaim]) -> list[Bar]:
    """Bars from true to false, then the ratings that are no degree of truth, then claims without a verdict."""
    grouped = (
        claims.order_by()
        .values("rating", "rating_value")
        .annotate(claims=Count("pk"), newest=Max("publication_id"))
        .order_by("rating_value", "rating")
    )
    rows = _with_documents(grouped)
    total = sum(row["claims"] for row in rows)
    bars: list[Bar] = []
    for row in sorted(rows, key=_order):
        width = WIDTH * row["claims"] / total
        start = bars[-1].start + bars[-1].width if bars else 0.0
        bars.append(Bar(row["document"], row["claims"], round(start, 3), round(width, 3)))
    return bars


def _order(row: Any) -> tuple[bool, float, str]:
    value = row["rating_value"]
    return (not row["rating"], -(value if value is not None else -1), row["rating"])


# The ORM puts no subquery over a grouped one; to read each document and group by it would read all of them.
DOCUMENTS = """
SELECT rating, rating_value, claims,
    (SELECT document -> 'rating' FROM claims_publishedclaim claim WHERE claim.publication_id = newest)::text
FROM grouped
"""


def _with_documents(grouped: Any) -> list[dict[str, Any]]:
    """Each group with the rating as the newest document has it."""
    return [
        {"rating": rating, "rating_value": value, "claims": claims, "document": json.loads(document or "null")}
        for rating, value, claims, document in rows_of([part("grouped", grouped)], DOCUMENTS)
    ]
