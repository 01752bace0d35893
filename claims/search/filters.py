"""The filters of published claims, one set for pages and API. What it does not know, it refuses."""

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, PublishedAppearance, PublishedClaim, PublishedEvidence, Rating
from claims.record import in_reader_language, localized
from claims.search.claims import LONGEST_QUERY, matching

MOST_VALUES = 20
LONGEST_VALUE = 120


def rating_choices() -> list[tuple[str, str]]:
    ratings = Rating.objects.order_by("position")
    return [(rating.slug, in_reader_language(localized(rating.label))) for rating in ratings]


class CommaSeparatedField(forms.CharField):
    """Several values by comma. With ``allowed`` each must be one of them, and the answer names them."""

    def __init__(self, *, allowed: Callable[[], Iterable[tuple[str, Any]]] | None = None, **options: Any) -> None:
        super().__init__(max_length=MOST_VALUES * LONGEST_VALUE, **options)
        self.allowed = allowed

    @cached_property
    def options(self) -> dict[str, Any]:
        """The allowed values with their labels; asked for once by each form, which has a field of its own."""
        return dict(self.allowed()) if self.allowed else {}

    def clean(self, value: Any) -> Any:
        values = [part.strip() for part in str(super().clean(value) or "").split(",") if part.strip()]
        if len(values) > MOST_VALUES:
            raise forms.ValidationError(
                _("At most %(most)d values, separated by commas."), code="too_many", params={"most": MOST_VALUES}
            )
        allowed = self.options if self.allowed and values else {}
        unknown = [part for part in values if part not in allowed] if allowed else []
        if unknown:
            raise forms.ValidationError(
                _("Unknown value “%(value)s”. Allowed: %(allowed)s."),
                code="invalid_choice",
                params={"value": unknown[0][:LONGEST_VALUE], "allowed": ", ".join(allowed)},
            )
        return values


class CommaSeparatedFilter(django_filters.Filter):
    field_class = CommaSeparatedField

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if not value:
            return qs
        found: QuerySet[Any] = qs.filter(**{f"{self.field_name}__{self.lookup_expr}": value})
        return found


class PublishedClaimFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="search", label=_("Search"), max_length=LONGEST_QUERY, help_text=_("Words in any language of the site.")
    )
    status = CommaSeparatedFilter(
        field_name="verification_status",
        lookup_expr="in",
        label=_("Status"),
        allowed=lambda: Claim.VerificationStatus.choices,
        help_text=_("Verification status."),
    )
    rating = CommaSeparatedFilter(
        field_name="rating",
        lookup_expr="in",
        label=_("Rating"),
        allowed=rating_choices,
        help_text=_("Rating of the house scale, by its slug."),
    )
    normalized = CommaSeparatedFilter(
        field_name="normalized",
        lookup_expr="in",
        label=_("Normalized rating"),
        allowed=lambda: Rating.Normalized.choices,
        help_text=_("Rating in the coarse form that other houses share."),
    )
    topic = CommaSeparatedFilter(
        field_name="topics", lookup_expr="overlap", label=_("Topic"), help_text=_("Topic, by its slug.")
    )
    article = CommaSeparatedFilter(
        field_name="slug", method="in_article", label=_("Article"), help_text=_("Article it appears in, by its slug.")
    )
    claimant = CommaSeparatedFilter(
        field_name="claimant", lookup_expr="in", label=_("Claimant"), help_text=_("Who says it, by the slug.")
    )
    parent = CommaSeparatedFilter(
        field_name="parent", lookup_expr="in", label=_("Part of"), help_text=_("Compound claim, by its slug.")
    )
    source = CommaSeparatedFilter(
        field_name="slug", method="with_source", label=_("Source"), help_text=_("Source used as evidence, by its slug.")
    )

    class Meta:
        model = PublishedClaim
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Retracted claims are found by those who ask for them; merged ones live on in another claim."""
        retracted_too = Claim.VerificationStatus.RETRACTED in self.form.cleaned_data["status"]
        return super().filter_queryset(queryset.filter(merged_into="") if retracted_too else queryset.listed())

    def search(self, claims: QuerySet[PublishedClaim], name: str, value: str) -> QuerySet[PublishedClaim]:
        return matching(claims, value)

    def in_article(self, claims: QuerySet[PublishedClaim], name: str, value: list[str]) -> QuerySet[PublishedClaim]:
        if not value:
            return claims
        return claims.filter(pk__in=PublishedAppearance.objects.filter(article__in=value).values("claim"))

    def with_source(self, claims: QuerySet[PublishedClaim], name: str, value: list[str]) -> QuerySet[PublishedClaim]:
        if not value:
            return claims
        return claims.filter(pk__in=PublishedEvidence.objects.filter(source__in=value).values("claim"))


def unknown_parameters(given: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Names of parameters that mean nothing here; to ignore one would answer another question than was asked."""
    known = set(allowed)
    return [name for name in given if name not in known]
