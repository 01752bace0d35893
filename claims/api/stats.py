"""How much there is, in figures."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncMonth
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes
from claims.api.schema import describe
from claims.api.shapes import reference
from claims.api.views import PublicView
from claims.models import Publication, PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.search import topics_of

SECONDS_TO_KEEP = 3_600


class Stats(PublicView):
    """Claims by status, rating, topic and month; evidence by stance; what was corrected."""

    @describe("get_stats", reference("Stats"))
    def get(self, request: Request) -> Response:
        number = Publication.objects.order_by("-number").values_list("number", flat=True).first() or 0
        # Only a publication changes the figures.
        return Response(cache.get_or_set(f"stats-{number}", lambda: figures(number), SECONDS_TO_KEEP))


def figures(number: int) -> shapes.Stats:
    listed = PublishedClaim.objects.listed().order_by()
    kinds = _counts(Publication.objects.order_by(), "kind")
    months = listed.annotate(month=TruncMonth("first_published_at")).values_list("month")
    return {
        "publications": number,
        "claims": listed.count(),
        "articles": PublishedAppearance.objects.values("article").distinct().count(),
        "sources": PublishedEvidence.objects.exclude(source="").aggregate(count=Count("source", distinct=True))[
            "count"
        ],
        "claims_by_status": _counts(listed, "verification_status"),
        "claims_by_rating": _counts(listed.exclude(rating=""), "rating"),
        "claims_by_normalized_rating": _counts(listed.exclude(normalized=""), "normalized"),
        "claims_by_topic": {slug: topic["claims"] for slug, topic in topics_of(listed).items()},
        "claims_by_month": {
            month.strftime("%Y-%m"): count for month, count in months.annotate(Count("pk")).order_by("month")
        },
        "evidence_by_stance": _counts(PublishedEvidence.objects.order_by(), "stance"),
        "corrections_by_type": _counts(
            Publication.objects.order_by().exclude(correction_type=""),
            "correction_type",
        ),
        "retractions": kinds.get("retraction", 0),
        "merges": kinds.get("merge", 0),
        "redactions": kinds.get("redaction", 0),
    }


def _counts(rows: Any, column: str) -> dict[str, int]:
    return dict(rows.values_list(column).annotate(Count("pk")).order_by(column))
