"""The list of claims: every filter, search with the places of the words, and as much of each as is wanted."""

from datetime import date
from typing import Any

import orjson
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import translation
from django_filters import Filter
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation, representations, shapes
from claims.api.pagination import LARGEST_PAGE_SIZE, PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.parameters import describe_switch, yes_or_no
from claims.api.presentation import Presentation
from claims.api.schema import describe
from claims.api.shapes import page_of
from claims.api.views import PublicView
from claims.models import PublishedAnswer, PublishedClaim
from claims.search import (
    HIGHLIGHT_COLUMNS,
    CommaSeparatedFilter,
    PublishedClaimFilter,
    filter_of,
    highlights,
    with_highlights,
)

FILTERS = PublishedClaimFilter.base_filters
# Publication numbers grow with the time of publication and are unique, so they make the better cursor.
ORDERINGS = {
    "-published_at": ("-publication_id",),
    "published_at": ("publication_id",),
    "-first_published_at": ("-first_published_at", "-slug"),
    "first_published_at": ("first_published_at", "slug"),
    "-claimed_on": ("-claimed_last", "-publication_id"),
    "claimed_on": ("claimed_first", "publication_id"),
    "slug": ("slug",),
    "-slug": ("-slug",),
}
RELEVANCE = ("-rank", "-publication_id")
# Whichever way the days run, a claim without one comes at the end.
UNDATED = {
    "-claimed_last": {"claimed_last": Coalesce("claimed_on", Value(date.min))},
    "claimed_first": {"claimed_first": Coalesce("claimed_on", Value(date.max))},
}
HEAVY = ("search", "envelope", "children")


def filter_description(one: Filter) -> str:
    """In English like all of the API, even if the first to ask this process for anything reads another language."""
    with translation.override("en"):
        return f"{one.extra['help_text']}{' Several by comma.' * isinstance(one, CommaSeparatedFilter)}"


DESCRIPTIONS = [
    *[OpenApiParameter(name, str, description=filter_description(one)) for name, one in FILTERS.items()],
    OpenApiParameter(
        "ordering",
        str,
        enum=[*ORDERINGS, "relevance"],
        description="Newest first by default; with `q`, the best match first (`relevance`).",
    ),
    describe_switch("count", "Add `count`, the number of claims that fit. It costs a second look, so ask once."),
    *presentation.DESCRIPTIONS,
    *PAGE_PARAMETER_DESCRIPTIONS,
]


class ClaimList(PublicView):
    """Published claims. All filters combine; an unknown parameter or value is refused."""

    parameters = (*FILTERS, "ordering", "count", *presentation.PARAMETERS, *PAGE_PARAMETERS)

    @describe("list_claims", page_of("ClaimSummary", sparse=True, counted=True, searched=True), parameters=DESCRIPTIONS)
    def get(self, request: Request) -> Response:
        shown = Presentation(request, shapes.ClaimSummary.__annotations__)
        counted = yes_or_no(request, "count")
        order = ordering(request)
        claims = filtered(request)
        extra = {"count": claims.order_by().count()} if counted else {}
        query = request.query_params.get("q", "").strip()
        is_ready = shown.is_everything
        searched: dict[str, Any] = {"has_every_word": False, "also_searched": []}

        def item(row: Any) -> Any:
            marked = {"highlights": highlights(row)} if query else {}
            if query:
                searched.update(has_every_word=row.has_every_word, also_searched=row.also_searched)
            if is_ready and row.ready:
                return orjson.Fragment(_with_more(representations.with_links(row.ready, request, row.slug), marked))
            if is_ready:
                row = PublishedClaim.objects.defer(*HEAVY).get(slug=row.slug)
            return shown.of({**representations.claim_summary(request, row), **marked})

        claims = claims.annotate(**UNDATED.get(order[0], {}))
        claims = with_highlights(claims, query) if query else claims
        if is_ready:
            # Written out when it was published; more is read only of a claim that has no such answer yet.
            places = [field.removeprefix("-") for field in order if field not in ("slug", "-slug")]
            marks = (*HIGHLIGHT_COLUMNS, "has_every_word", "also_searched") if query else ()
            # Looked up for what the page shows, not joined to all that fit before they are put in order.
            answers = PublishedAnswer.objects.filter(claim=OuterRef("slug"))
            claims = claims.annotate(ready=Subquery(answers.values("summary"))).values_list(
                "slug", "ready", *places, *marks, named=True
            )
        else:
            claims = claims.defer(*HEAVY)
        answer = page(
            claims,
            *order,
            request=request,
            view=self,
            item=item,
            **extra,
        )
        if query:
            answer.data["search"] = searched
        return shown.told(answer)


def filtered(request: Request) -> QuerySet[PublishedClaim]:
    """The claims that the query parameters ask for; raises a 400 that names the wrong one."""
    if not FILTERS.keys() & request.query_params.keys():
        return PublishedClaim.objects.listed()  # a form of twenty empty fields takes longer than the query
    asked = filter_of(frozenset(FILTERS.keys() & request.query_params.keys()))
    given = asked(request.query_params, queryset=PublishedClaim.objects.all())
    if not {"cursor", "count", "ordering"} & request.query_params.keys():
        given.best = LARGEST_PAGE_SIZE + 1
    if not given.is_valid():
        raise ValidationError({name: list(messages) for name, messages in given.errors.items()})
    claims: QuerySet[PublishedClaim] = given.qs
    return claims


def _with_more(written: str, more: dict[str, Any]) -> str:
    return f"{written[:-1]},{orjson.dumps(more).decode()[1:]}" if more else written


def ordering(request: Request) -> tuple[str, ...]:
    is_search = bool(request.query_params.get("q", "").strip())
    wanted = request.query_params.get("ordering", "relevance" if is_search else "-published_at")
    if wanted == "relevance" and is_search:
        return RELEVANCE
    if wanted not in ORDERINGS:
        allowed = ", ".join([*ORDERINGS, "relevance (with q)"])
        raise ValidationError({"ordering": [f"Unknown ordering. Allowed: {allowed}."]}, code="invalid_choice")
    return ORDERINGS[wanted]
