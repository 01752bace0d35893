"""How verdicts are spread over a set of claims: the figures behind a picture and behind the text beside it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from claims.models import PublishedClaim

WIDTH = 100.0


@dataclass(frozen=True)
class Bar:
    """One rating's share. ``start`` and ``width`` are percent of the whole picture; ``rating`` is None while unrated."""

    rating: dict[str, Any] | None
    claims: int
    start: float
    width: float


def distribution(claims: QuerySet[PublishedClaim]) -> list[Bar]:
    """Bars from true to false, then the ratings that are no degree of truth, then claims without a verdict."""
    rows = list(
        claims.order_by()
        .values("rating", "rating_value")
        .annotate(claims=Count("pk"), newest=Max("publication_id"))
        .order_by("rating_value", "rating")
    )
    newest = [row["newest"] for row in rows]
    documents = PublishedClaim.objects.filter(publication__in=newest).values_list("rating", "document__rating")
    ratings = dict(documents)
    total = sum(row["claims"] for row in rows)
    bars: list[Bar] = []
    for row in sorted(rows, key=_order):
        width = WIDTH * row["claims"] / total
        start = bars[-1].start + bars[-1].width if bars else 0.0
        bars.append(Bar(ratings.get(row["rating"]), row["claims"], round(start, 3), round(width, 3)))
    return bars


def _order(row: dict[str, Any]) -> tuple[bool, float, str]:
    value = row["rating_value"]
    return (not row["rating"], -(value if value is not None else -1), row["rating"])
