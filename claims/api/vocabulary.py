"""Topics, the rating scale, and the list of all endpoints."""

from django.utils.http import urlencode
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes
from claims.api.representations import address
from claims.api.schema import describe
from claims.api.shapes import reference
from claims.api.views import PublicView
from claims.models import PublishedClaim, Rating
from claims.record import localized
from claims.search import topics_of


def claims_with(request: Request, **filters: str) -> str:
    return f"{address(request, 'claims')}?{urlencode(filters)}"


class Root(PublicView):
    """Where everything is."""

    @describe("get_root", reference("Root"))
    def get(self, request: Request) -> Response:
        answer: shapes.Root = {
            "claims": address(request, "claims"),
            "articles": address(request, "articles"),
            "sources": address(request, "sources"),
            "entities": address(request, "entities"),
            "topics": address(request, "topics"),
            "ratings": address(request, "ratings"),
            "corrections": address(request, "corrections"),
            "stats": address(request, "stats"),
            "match": address(request, "match"),
            "changes": address(request, "changes"),
            "export": address(request, "manifest"),
            "record_head": address(request, "record-head"),
            "checkpoints": address(request, "checkpoints"),
            "schema": address(request, "schema"),
            "documentation": address(request, "documentation"),
        }
        return Response(answer)


class TopicList(PublicView):
    """Topics of published claims, with the number of claims."""

    @describe("list_topics", {"type": "array", "items": reference("Topic")})
    def get(self, request: Request) -> Response:
        topics = topics_of(PublishedClaim.objects.listed())
        answer: list[shapes.Topic] = [
            {
                "slug": slug,
                "name": topic["name"],
                "claims": topic["claims"],
                "claims_url": claims_with(request, topic=slug),
            }
            for slug, topic in topics.items()
        ]
        return Response(answer)


class RatingList(PublicView):
    """The house scale, best first, then the ratings that are no degree of truth."""

    @describe("list_ratings", {"type": "array", "items": reference("Rating")})
    def get(self, request: Request) -> Response:
        rows = Rating.objects.select_related("scale").order_by("scale__slug", "position")
        return Response([_rating(request, row) for row in rows])


def _rating(request: Request, row: Rating) -> shapes.Rating:
    return {
        "slug": row.slug,
        "label": localized(row.label),
        "definition": localized(row.definition),
        "value": row.value,
        "normalized": row.normalized,
        "scale": {
            "slug": row.scale.slug,
            "name": localized(row.scale.name),
            "worst": row.scale.worst,
            "best": row.scale.best,
        },
        "position": row.position,
        "claims_url": claims_with(request, rating=row.slug),
    }
