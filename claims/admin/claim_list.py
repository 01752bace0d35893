"""The list of claims: what each row shows beyond its own columns, in one query."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.admin.editorial_list import EditorialList
from claims.models import Assessment, Claim, Evidence, PublishedClaim, User, claims_with_link_rot
from claims.search import rating_choices


def current_assessment(column: str) -> Subquery:
    """A column of the verdict that counts: the newest published one, else the open one."""
    published_first = Case(When(state=Assessment.State.PUBLISHED, then=0), default=1)
    verdicts = Assessment.objects.filter(claim=OuterRef("pk"), rating__isnull=False)
    return Subquery(verdicts.order_by(published_first, F("approved_at").desc(nulls_last=True)).values(column)[:1])


class ClaimList(EditorialList):
    def get_results(self, request: HttpRequest) -> None:
        """What is told of a row beyond its columns is read for the rows of the page, not for all before them."""
        super().get_results(request)
        self.result_list = told(list(self.result_list))


def told(claims: list[Any]) -> list[Any]:
    items = Evidence.objects.filter(claim=OuterRef("pk")).order_by().values("claim").values(count=Count("*"))
    facts = (
        Claim.objects.filter(pk__in=[claim.pk for claim in claims])
        .order_by()
        .values(
            "pk",
            evidence_count=Coalesce(Subquery(items), 0),
            rating_label=current_assessment("rating__label"),
            rating_state=current_assessment("state"),
        )
    )
    known = {row["pk"]: row for row in facts}
    for claim in claims:
        vars(claim).update({name: value for name, value in known[claim.pk].items() if name != "pk"})
    return claims


class DueFilter(admin.SimpleListFilter):
    """Verdicts whose day for another look, or last day, has come."""

    title = _("another look")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("due"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(slug__in=due_claims().values("slug"))


def due_claims() -> QuerySet[PublishedClaim]:
    """What readers see and should be looked at again by now."""
    today = timezone.localdate()
    return PublishedClaim.objects.listed().filter(Q(review_due__lte=today) | Q(expires_on__lte=today))


class RatingFilter(admin.SimpleListFilter):
    title = _("rating")
    parameter_name = "rating"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return rating_choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(pk__in=rated(str(self.value())).values("claim"))


def rated(slug: str) -> QuerySet[Assessment]:
    """Verdicts of this rating that count: from their side one look at each, from the claims’ side a sort for each."""
    published = Q(state=Assessment.State.PUBLISHED)
    others = Assessment.objects.filter(published, claim=OuterRef("claim"), rating__isnull=False)
    later = others.filter(approved_at__gt=OuterRef("approved_at"))
    return Assessment.objects.filter(rating__slug=slug).filter(
        (published & ~Exists(later)) | (~published & ~Exists(others))
    )


class LookFilter(admin.SimpleListFilter):
    """Published claims that somebody should look at again."""

    title = _("needs a look")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("links", _("a link has gone or changed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=claims_with_link_rot().values("pk")) if self.value() == "links" else queryset


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
