"""The house scale, made from its rows."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import PublishedClaim, Rating
from claims.pages.reader_page import reader_page
from claims.record import localized


@reader_page
def ratings(request: HttpRequest) -> HttpResponse:
    counts = dict(PublishedClaim.objects.listed().order_by().values_list("rating").annotate(Count("pk")))
    rows = [
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
    return render(request, "pages/ratings.html", {"rows": rows})
