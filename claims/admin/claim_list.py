"""The list of claims: what each row shows beyond its own columns, in one query."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, Evidence, Rating


def current_assessment(column: str) -> Subquery:
    """A column of the verdict that counts: the newest published one, else the open one."""
    published_first = Case(When(state=Assessment.State.PUBLISHED, then=0), default=1)
    verdicts = Assessment.objects.filter(claim=OuterRef("pk"), rating__isnull=False)
    return Subquery(verdicts.order_by(published_first, F("approved_at").desc(nulls_last=True)).values(column)[:1])


class ClaimList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Claim]:
        items = Evidence.objects.filter(claim=OuterRef("pk")).order_by().values("claim").values(count=Count("*"))
        claims: QuerySet[Claim] = super().get_queryset(request, exclude_parameters)
        return claims.annotate(
            evidence_count=Coalesce(Subquery(items), 0),
            rating_label=current_assessment("rating__label"),
            rating_state=current_assessment("state"),
        )


class RatingFilter(admin.SimpleListFilter):
    title = _("rating")
    parameter_name = "rating"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(rating.slug, str(rating)) for rating in Rating.objects.order_by("scale", "position")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        found: QuerySet[Any] = queryset.alias(current_rating=current_assessment("rating__slug")).filter(
            current_rating=self.value()
        )
        return found
