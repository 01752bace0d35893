"""The filters of published claims, one set for pages and API. What it does not know, it refuses."""

from collections.abc import Iterable
from functools import lru_cache

import django_filters
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Evidence, PublishedAppearance, PublishedClaim, PublishedEvidence, Rating
from claims.record import in_reader_language, localized
from claims.search.claims import matching
from claims.search.query_language import LONGEST_QUERY
from claims.search.values import CommaSeparatedFilter, DayFilter, MomentFilter, RowFilter, YesNoFilter

SECONDS_TO_KEEP_THE_SCALE = 30


def rating_choices() -> list[tuple[str, str]]:
    """The scale changes once in years, and every filtered list asks for it."""
    labels = cache.get_or_set("rating-labels", _rating_labels, SECONDS_TO_KEEP_THE_SCALE)
    return [(slug, in_reader_language(label)) for slug, label in labels or ()]


def _rating_labels() -> list[tuple[str, dict[str, str]]]:
    return [(rating.slug, localized(rating.label)) for rating in Rating.objects.order_by("position")]


# What many claims have in common stands beside each of them as well, and is quicker to look through there.
LISTS = {"publisher": "publishers", "document__article__language": "languages", "stance": "stances"}


class PublishedClaimFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="search_last",
        label=_("Search"),
        max_length=LONGEST_QUERY,
        help_text=_("Words in any language of the site."),
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
    claimant = CommaSeparatedFilter(
        field_name="claimant", lookup_expr="in", label=_("Claimant"), help_text=_("Who says it, by the slug.")
    )
    entity = CommaSeparatedFilter(
        field_name="entities",
        lookup_expr="overlap",
        label=_("About"),
        help_text=_("Whom or what it is about, by the slug."),
    )
    article = RowFilter(
        rows="appearances",
        column="article",
        label=_("Article"),
        help_text=_("Article it appears in, by its slug."),
    )
    publisher = RowFilter(
        rows="appearances",
        column="publisher",
        label=_("Publisher"),
        help_text=_("Publisher of an article it appears in, by the slug."),
    )
    language = RowFilter(
        rows="appearances",
        column="document__article__language",
        label=_("Language"),
        help_text=_("Language of an article it appears in, such as id or en."),
    )
    source = RowFilter(
        rows="evidence",
        column="source",
        label=_("Source"),
        help_text=_("Source used as evidence, by its slug."),
    )
    source_domain = RowFilter(
        rows="evidence",
        column="domain",
        label=_("Domain of a source"),
        help_text=_("Domain of the publisher of a source used as evidence, such as example.org."),
    )
    stance = RowFilter(
        rows="evidence",
        column="stance",
        label=_("Stance"),
        allowed=lambda: Evidence.Stance.choices,
        help_text=_("What an item of evidence does to the claim. With a source it is about that source."),
    )
    parent = CommaSeparatedFilter(
        field_name="parent", lookup_expr="in", label=_("Part of"), help_text=_("Compound claim, by its slug.")
    )
    has_parent = YesNoFilter(
        method="part_or_whole", label=_("Is a part"), help_text=_("Whether it is a part of a compound claim.")
    )
    published_after = MomentFilter(
        field_name="first_published_at",
        lookup_expr="gte",
        label=_("Published from"),
        help_text=_("First published at this moment or later."),
    )
    published_before = MomentFilter(
        field_name="first_published_at",
        lookup_expr="lt",
        label=_("Published before"),
        help_text=_("First published before this moment."),
    )
    claimed_after = DayFilter(
        field_name="claimed_on",
        lookup_expr="gte",
        label=_("Claimed from"),
        help_text=_("Claimed on this day or later."),
    )
    claimed_before = DayFilter(
        field_name="claimed_on", lookup_expr="lt", label=_("Claimed before"), help_text=_("Claimed before this day.")
    )
    updated_since = MomentFilter(
        field_name="published_at",
        lookup_expr="gte",
        label=_("Updated from"),
        help_text=_("Current version published at this moment or later."),
    )
    due_for_review = YesNoFilter(
        method="due", label=_("Due for review"), help_text=_("Whether its day of review has come.")
    )

    # With a search: how many of the best are wanted, where no more than the first page is.
    best: int | None = None

    class Meta:
        model = PublishedClaim
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[PublishedClaim]) -> QuerySet[PublishedClaim]:
        claims: QuerySet[PublishedClaim] = super().filter_queryset(self._that_stand(queryset))
        claims = self._about_one_row(claims, "appearances", PublishedAppearance)
        claims = self._about_one_row(claims, "evidence", PublishedEvidence)
        # Last, so that a search does not settle for claims that are not shown.
        query = self.form.cleaned_data.get("q")
        return matching(claims, query, best=self.best) if query else claims

    def _that_stand(self, claims: QuerySet[PublishedClaim]) -> QuerySet[PublishedClaim]:
        """Neither merged nor retracted, unless retracted ones are asked for."""
        retracted = Claim.VerificationStatus.RETRACTED.value
        claims = claims.filter(merged_into="")
        return (
            claims
            if retracted in self.form.cleaned_data.get("status", ())
            else claims.exclude(verification_status=retracted)
        )

    def _about_one_row(
        self, claims: QuerySet[PublishedClaim], rows: str, model: type[PublishedAppearance] | type[PublishedEvidence]
    ) -> QuerySet[PublishedClaim]:
        """The claims of which one of these rows is as all filters about them say."""
        asked = {
            one.column: values
            for name, one in self.filters.items()
            if isinstance(one, RowFilter) and one.rows == rows and (values := self.form.cleaned_data.get(name))
        }
        if len(asked) == 1 and asked.keys() <= LISTS.keys():
            return claims.filter(**{f"{LISTS[column]}__overlap": values for column, values in asked.items()})
        if asked:
            one_row = model._default_manager.filter(**{f"{column}__in": values for column, values in asked.items()})
            return claims.filter(pk__in=one_row.values("claim"))
        return claims

    def search_last(self, claims: QuerySet[PublishedClaim], name: str, value: str) -> QuerySet[PublishedClaim]:
        return claims

    def part_or_whole(self, claims: QuerySet[PublishedClaim], name: str, value: bool) -> QuerySet[PublishedClaim]:
        return claims.exclude(parent="") if value else claims.filter(parent="")

    def due(self, claims: QuerySet[PublishedClaim], name: str, value: bool) -> QuerySet[PublishedClaim]:
        has_come = Q(review_due__lte=timezone.now().date())
        return claims.filter(has_come) if value else claims.filter(~has_come | Q(review_due=None))


@lru_cache(maxsize=256)
def filter_of(names: frozenset[str]) -> type[PublishedClaimFilter]:
    """The same filters, of which only these are asked for: to copy all with their fields takes longer than a query."""

    class AskedFilter(PublishedClaimFilter):
        pass

    AskedFilter.base_filters = {name: one for name, one in PublishedClaimFilter.base_filters.items() if name in names}
    return AskedFilter


def unknown_parameters(given: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Names of parameters that mean nothing here; to ignore one would answer another question than was asked."""
    known = set(allowed)
    return [name for name in given if name not in known]
