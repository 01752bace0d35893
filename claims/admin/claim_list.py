"""The list of claims: what each row shows beyond its own columns, in one query."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, Evidence, Rating, User, claims_due_for_review, claims_with_link_rot


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


class LookFilter(admin.SimpleListFilter):
    """Published claims that somebody should look at again."""

    title = _("needs a look")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("links", _("a link has gone or changed")), ("due", _("due for re-check"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {"links": claims_with_link_rot, "due": claims_due_for_review}.get(self.value() or "")
        return queryset.filter(pk__in=chosen().order_by().values("pk")) if chosen else queryset


class AssignedFilter(admin.SimpleListFilter):
    """Whose work it is: one's own first, then nobody's, then that of everybody who has any."""

    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = User.objects.filter(pk__in=Claim.objects.values("assigned_to")).order_by("username")
        return [
            ("me-unfinished", _("me, unfinished")),
            ("me", _("me")),
            ("nobody", _("nobody")),
            *((str(person.pk), person.byline) for person in people if person != request.user),
        ]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        if chosen == "nobody":
            return queryset.filter(assigned_to=None)
        if chosen == "me-unfinished":
            return queryset.filter(pk__in=Claim.objects.unfinished().filter(assigned_to=request.user).values("pk"))
        if chosen == "me":
            return queryset.filter(assigned_to=request.user)
        if not chosen.isdecimal():
            raise IncorrectLookupParameters
        return queryset.filter(assigned_to=int(chosen))
