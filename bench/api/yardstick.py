"""What the API is measured against.

Bytes that never change, one row by its key, and Django REST framework as a good team would write it. The last reads
the tables that editors work in: nested serializers, everything prefetched, counts as subqueries, pages by cursor,
filters by django-filter, full-text search by an index. It answers less than the product does.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import generics, pagination, serializers

from claims.models import (
    Appearance,
    Article,
    Assessment,
    Claim,
    Entity,
    Evidence,
    PublishedClaim,
    Rating,
    Source,
    Topic,
)

CONSTANT = b'{"slug": "constant", "filler": "' + b"x" * 8_000 + b'"}'


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONSTANT, content_type="application/json")


def one_ready_row(request: HttpRequest, slug: str) -> HttpResponse:
    """The least that a view can do which asks the database: one row by its key, sent as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT whole FROM claims_publishedanswer WHERE claim_id = %s", [slug])
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


class EntitySerializer(serializers.ModelSerializer):
    class Meta:
        model = Entity
        fields = ("slug", "kind", "name", "description", "domain", "same_as")


class TopicSerializer(serializers.ModelSerializer):
    class Meta:
        model = Topic
        fields = ("slug", "name")


class RatingSerializer(serializers.ModelSerializer):
    class Meta:
        model = Rating
        fields = ("slug", "label", "value", "normalized")


class SourceSerializer(serializers.ModelSerializer):
    publisher = EntitySerializer()

    class Meta:
        model = Source
        fields = ("slug", "title", "url", "publisher", "published_on", "language", "kind", "is_primary", "archived_url")


class EvidenceSerializer(serializers.ModelSerializer):
    source = SourceSerializer()

    class Meta:
        model = Evidence
        fields = ("stance", "quote", "quote_language", "locator", "note", "position", "source")


class ArticleSerializer(serializers.ModelSerializer):
    publisher = EntitySerializer()

    class Meta:
        model = Article
        fields = ("slug", "title", "url", "publisher", "authors", "published_on", "language")


class AppearanceSerializer(serializers.ModelSerializer):
    article = ArticleSerializer(source="snapshot.article")

    class Meta:
        model = Appearance
        fields = ("start", "end", "exact", "prefix", "suffix", "occurrence", "article")


class AssessmentSerializer(serializers.ModelSerializer):
    rating = RatingSerializer()

    class Meta:
        model = Assessment
        fields = ("rating", "confidence", "summary", "reasoning", "caveats", "as_of", "review_due")


class ClaimListSerializer(serializers.ModelSerializer):
    claimant = EntitySerializer()
    topics = TopicSerializer(many=True)
    assessments = AssessmentSerializer(many=True)
    evidence_count = serializers.IntegerField()
    appearance_count = serializers.IntegerField()

    class Meta:
        model = Claim
        fields = (
            "slug",
            "statement",
            "verification_status",
            "claimant",
            "claimed_on",
            "topics",
            "assessments",
            "evidence_count",
            "appearance_count",
            "first_published_at",
        )


class ClaimSerializer(ClaimListSerializer):
    evidence = EvidenceSerializer(many=True)
    appearances = AppearanceSerializer(many=True)
    entities = EntitySerializer(many=True)

    class Meta(ClaimListSerializer.Meta):
        fields = (*ClaimListSerializer.Meta.fields, "attribution", "timeframe", "evidence", "appearances", "entities")


def counted(model: Any) -> Coalesce:
    rows = model.objects.filter(claim=OuterRef("pk")).order_by().values("claim").annotate(number=Count("pk"))
    return Coalesce(Subquery(rows.values("number")), 0)


def claims() -> QuerySet[Claim]:
    published = Assessment.objects.filter(state="published").select_related("rating")
    return (
        Claim.objects.exclude(first_published_at=None)
        .select_related("claimant")
        .prefetch_related("topics", Prefetch("assessments", queryset=published))
        .annotate(evidence_count=counted(Evidence), appearance_count=counted(Appearance))
    )


class ClaimPages(pagination.CursorPagination):
    page_size = 25
    page_size_query_param = "page_size"
    ordering = "-id"


class ClaimList(generics.ListAPIView):
    serializer_class = ClaimListSerializer
    pagination_class = ClaimPages

    def get_queryset(self) -> QuerySet[Claim]:
        found = claims()
        if rating := self.request.query_params.get("rating"):
            found = found.filter(assessments__state="published", assessments__rating__slug=rating)
        if words := self.request.query_params.get("q"):
            query = SearchQuery(words, config="claims_en", search_type="websearch")
            found = found.filter(slug__in=PublishedClaim.objects.filter(search=query).values("slug"))
        return found


class ClaimDetail(generics.RetrieveAPIView):
    serializer_class = ClaimSerializer
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Claim]:
        return claims().prefetch_related(
            "entities",
            Prefetch("evidence", queryset=Evidence.objects.select_related("source__publisher")),
            Prefetch("appearances", queryset=Appearance.objects.select_related("snapshot__article__publisher")),
        )


urlpatterns = [
    path("constant/", constant),
    path("row/<slug:slug>/", one_ready_row),
    path("competent/claims/", ClaimList.as_view()),
    path("competent/claims/<slug:slug>/", ClaimDetail.as_view()),
]
