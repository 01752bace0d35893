"""The house scale, made from its rows."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import PublishedClaim, Rating
from claims.pages.reader_page import reader_page
from claims.record import localized


@reader_page
def ratings(request: HttpRequest) -> HttpResponse:
    counts = dict(PublishedClaim.objects.listed().order_by().values_list("rating").annotate(Count("pk")))
    return render(request, "pages/ratings.html", {"rows": scale_rows(counts)})


def scale_rows(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The ratings in the order of the scale, each with the number of its claims."""
    return [
        {
            "rating": {
                "slug": rating.slug,
                "label": localized(rating.label),
                "value": rating.value,
                "normalized": rating.normalized,
            },
            "definition": localized(rating.definition),
            "best": rating.scale.best,
            "claims": counts.get(rating.slug, 0),
        }
        for rating in Rating.objects.select_related("scale").order_by("scale__slug", "position")
    ]
