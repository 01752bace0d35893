"""The list of claims: search, facets with counts and an order, all of it in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim, PublishedClaim
from claims.pages.facets import Facet, chosen_values, shown_facets
from claims.pages.found_words import FoundWords, found_words
from claims.pages.listing import address_with, listing, problems
from claims.pages.reader_page import reader_page
from claims.search import TOTAL, PublishedClaimFilter, facets, matching, with_highlights

PAGE_SIZE = 20
PARAMETERS = (*PublishedClaimFilter.base_filters, "sort", "page")
DATES = ("claimed_after", "claimed_before")
RETRACTED = Claim.VerificationStatus.RETRACTED.value
LATE = F("claimed_on").desc(nulls_last=True)
EARLY = F("claimed_on").asc(nulls_last=True)
SORTS: dict[str, tuple[Any, ...]] = {
    "relevance": (),
    "newest": ("-publication_id",),
    "claimed": (LATE, "-publication_id"),
    "claimed-first": (EARLY, "-publication_id"),
}
SORT_LABELS = {
    "relevance": gettext_lazy("best fit"),
    "newest": gettext_lazy("latest verdict"),
    "claimed": gettext_lazy("latest claimed"),
    "claimed-first": gettext_lazy("earliest claimed"),
}

Claims = QuerySet[PublishedClaim]


@dataclass(frozen=True)
class Chip:
    """One chosen value, and the address of the list without it."""

    label: object
    value: object
    without: str


@dataclass(frozen=True)
class Sort:
    label: object
    address: str
    selected: bool


@dataclass(frozen=True)
class Found:
    claim: PublishedClaim
    words: FoundWords


@reader_page
def claim_list(request: HttpRequest) -> HttpResponse:
    given = request.GET
    filters = PublishedClaimFilter(given, queryset=_claims())
    refused = problems(given, PARAMETERS)
    refused += [message for messages in filters.errors.values() for message in messages]
    if given.get("sort", "newest") not in SORTS:
        refused.append(_("Unknown order. Allowed: %(allowed)s.") % {"allowed": ", ".join(SORTS)})
    if refused:
        # Facets of a question that nobody understood would be those of another one.
        context = {**_form(given), "chips": _chips(given, []), "problems": refused}
        return render(request, "pages/claim_list.html", context, status=400)
    found = _search(given)
    counts = facets(found, {name: chosen_values(given, name) for name in given})
    shown = shown_facets(given, counts, filters.form)
    query = str(given.get("q", "")).strip()
    page = listing(request, _in_order(found(TOTAL), given, query), PAGE_SIZE, total=counts.total)
    rows = [Found(claim, found_words(claim) if query else FoundWords()) for claim in page["page"]]
    context = {
        **_form(given),
        **page,
        "rows": rows,
        "facets": shown,
        "chips": _chips(given, shown),
        "sorts": _sorts(given, query),
        "without_query": address_with(given, q=None),
        "also_searched": ", ".join(getattr(rows[0].claim, "also_searched", ())) if rows else "",
        "some_words": any(not getattr(row.claim, "has_every_word", True) for row in rows),
    }
    return render(request, "pages/claim_list.html", context)


def _claims() -> Claims:
    return PublishedClaim.objects.defer("search", "envelope", "children")


def _search(given: QueryDict) -> Callable[[str], Claims]:
    """The claims that fit everything except one facet; the words are looked for once, whatever is left out."""
    wanted = {name: str(given[name]) for name in given if name in PublishedClaimFilter.base_filters}
    query = str(wanted.pop("q", "")).strip()
    retracted_too = {"status": wanted["status"]} if RETRACTED in wanted.get("status", "") else {}
    # Before the other filters: which words are looked for does not depend on them.
    claims = PublishedClaimFilter({}, queryset=_claims()).qs if not retracted_too else _claims().filter(merged_into="")
    base = matching(claims, query) if query else claims

    def found(without: str) -> Claims:
        left = {name: value for name, value in wanted.items() if name != without}
        fitting: Claims = PublishedClaimFilter(left, queryset=base).qs
        return fitting

    return found


def _in_order(claims: Claims, given: QueryDict, query: str) -> Claims:
    order = SORTS[_sort(given, query)]
    ordered = claims.order_by(*order) if order else claims
    return with_highlights(ordered, query) if query else ordered


def _sort(given: QueryDict, query: str) -> str:
    default = "relevance" if query else "newest"
    chosen = given.get("sort", default)
    return "newest" if chosen == "relevance" and not query else chosen


def _sorts(given: QueryDict, query: str) -> list[Sort]:
    chosen = _sort(given, query)
    return [
        Sort(label, address_with(given, sort=name), name == chosen)
        for name, label in SORT_LABELS.items()
        if query or name != "relevance"
    ]


def _form(given: QueryDict) -> dict[str, Any]:
    """What the form holds: the words and the days. Everything else that was chosen it carries along."""
    own = {"q", "page", *DATES}
    names = [
        name for name in sorted({*PublishedClaimFilter.base_filters, "sort"} - own) if str(given.get(name, "")).strip()
    ]
    return {
        "query": given.get("q", ""),
        "kept": [(name, given[name]) for name in names],
        "claimed_after": given.get("claimed_after", ""),
        "claimed_before": given.get("claimed_before", ""),
    }


def _chips(given: QueryDict, shown: list[Facet]) -> list[Chip]:
    labels = {(facet.name, choice.value): choice.label for facet in shown for choice in facet.choices}
    chips = []
    for name, one in PublishedClaimFilter.base_filters.items():
        values = chosen_values(given, name)
        for value in values:
            rest = ",".join(other for other in values if other != value)
            label = labels.get((name, value), value)
            chips.append(Chip(one.label, label, address_with(given, **{name: rest or None})))
    return chips
