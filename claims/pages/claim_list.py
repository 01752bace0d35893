"""The list of claims, with search and filters that live in the address."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.models import Claim, PublishedAppearance, PublishedClaim, Rating
from claims.pages.paging import page_or_404
from claims.record import in_reader_language, localized
from claims.search import PublishedClaimFilter, unknown_parameters
from claims.text.addresses import TRACKING

PAGE_SIZE = 20
PARAMETERS = (*PublishedClaimFilter.base_filters, "page")
# The filters that have a control in the form; the others still work in an address and show as chips.
CONTROLS = ("status", "rating", "topic", "article")


@dataclass(frozen=True)
class Choice:
    value: str
    label: object
    selected: bool


@dataclass(frozen=True)
class Control:
    """A drop-down of the form."""

    name: str
    label: object
    choices: list[Choice]


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address of the list without it."""

    label: object
    value: object
    without: str


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    unknown = [name for name in unknown_parameters(request.GET, PARAMETERS) if not TRACKING.match(name)]
    given = PublishedClaimFilter(request.GET, queryset=PublishedClaim.objects.defer("search", "envelope", "children"))
    controls = _controls(request.GET)
    context = {"controls": controls, "query": request.GET.get("q", ""), "chips": _chips(request.GET, controls)}
    if unknown or not given.is_valid():
        problems = [_unknown(name) for name in unknown]
        problems += [message for messages in given.errors.values() for message in messages]
        return render(request, "pages/claim_list.html", {**context, "problems": problems}, status=400)
    page = page_or_404(given.qs, request, size=PAGE_SIZE)
    return render(
        request,
        "pages/claim_list.html",
        {
            **context,
            "page": page,
            "total": page.paginator.count,
            "previous": _address(request.GET, page=page.previous_page_number()) if page.has_previous() else "",
            "next": _address(request.GET, page=page.next_page_number()) if page.has_next() else "",
        },
    )


def _unknown(name: str) -> str:
    allowed = ", ".join(PARAMETERS)
    return _("Unknown parameter “%(name)s”. Allowed: %(allowed)s.") % {"name": name[:100], "allowed": allowed}


def _controls(given: QueryDict) -> list[Control]:
    topics = PublishedClaim.objects.topics()
    articles = PublishedAppearance.objects.newest_by_article().values_list("article", "document__article__title")
    options: dict[str, Iterable[tuple[str, object]]] = {
        "status": Claim.VerificationStatus.choices,
        "rating": [
            (rating.slug, in_reader_language(localized(rating.label))) for rating in Rating.objects.order_by("position")
        ],
        "topic": [(slug, f"{in_reader_language(row['name'])} ({row['claims']})") for slug, row in topics.items()],
        "article": list(articles),
    }
    filters = PublishedClaimFilter.base_filters
    return [
        Control(
            name,
            filters[name].label,
            [Choice(value, label, given.get(name) == value) for value, label in options[name]],
        )
        for name in CONTROLS
    ]


def _chips(given: QueryDict, controls: list[Control]) -> list[Chip]:
    labels = {(control.name, choice.value): choice.label for control in controls for choice in control.choices}
    return [
        Chip(
            one.label,
            ", ".join(str(labels.get((name, value), value)) for value in given.get(name, "").split(",")),
            _address(given, **{name: None}),
        )
        for name, one in PublishedClaimFilter.base_filters.items()
        if given.get(name, "").strip()
    ]


def _address(given: QueryDict, **changes: object) -> str:
    """The same list with some parameters changed; None takes one away. Changing a filter starts at page 1."""
    query = given.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return "?" + query.urlencode()
