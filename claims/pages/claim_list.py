"""The list of claims, with search and filters that live in the address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from claims.models import PublishedAppearance, PublishedClaim
from claims.pages.freshness import record_state
from claims.pages.listing import address_with, listing, problems
from claims.pages.reader_page import reader_page
from claims.record import in_reader_language
from claims.search import PublishedClaimFilter

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


@reader_page
def claim_list(request: HttpRequest) -> HttpResponse:
    refused = problems(request.GET, PARAMETERS)
    given = PublishedClaimFilter(request.GET, queryset=PublishedClaim.objects.defer("search", "envelope", "children"))
    refused += [message for messages in given.errors.values() for message in messages]
    controls = _controls(request, given)
    context = {
        "controls": controls,
        "kept": _without_control(request.GET),
        "query": request.GET.get("q", ""),
        "chips": _chips(request.GET, controls),
    }
    if refused:
        return render(request, "pages/claim_list.html", {**context, "problems": refused}, status=400)
    page = listing(request, given.qs, PAGE_SIZE)
    some_words = any(not getattr(claim, "has_every_word", True) for claim in page["page"])
    return render(request, "pages/claim_list.html", {**context, **page, "some_words": some_words})


def _without_control(given: QueryDict) -> list[tuple[str, str]]:
    """Filters that only an address can set; the form keeps them."""
    names = PublishedClaimFilter.base_filters.keys() - {*CONTROLS, "q"}
    return [(name, str(given[name])) for name in sorted(names) if given.get(name, "").strip()]


def _controls(request: HttpRequest, filters: PublishedClaimFilter) -> list[Control]:
    given = request.GET
    topics, articles = cache.get_or_set(f"list-choices-{record_state(request)[0]}", _topics_and_articles) or ({}, [])
    options: dict[str, Iterable[tuple[str, object]]] = {
        "status": filters.form.fields["status"].options.items(),
        "rating": filters.form.fields["rating"].options.items(),
        "topic": [(slug, f"{in_reader_language(row['name'])} ({row['claims']})") for slug, row in topics.items()],
        "article": articles,
    }
    return [
        Control(
            name,
            filters.filters[name].label,
            _choices(dict(options[name]), given.get(name, "").strip()),
        )
        for name in CONTROLS
    ]


def _topics_and_articles() -> tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]:
    """Of all claims that stand; they change with the record and with nothing else."""
    articles = PublishedAppearance.objects.newest_by_article().values_list("article", "document__article__title")
    return PublishedClaim.objects.listed().topics(), list(articles)


def _choices(options: dict[str, object], selected: str) -> list[Choice]:
    """The options, and what was given if it is none of them: several values, or one that is not known."""
    choices = [Choice(value, label, value == selected) for value, label in options.items()]
    if selected and selected not in options:
        choices.append(Choice(selected, _words(options, selected), selected=True))
    return choices


def _words(labels: dict[str, object], given: str) -> str:
    return ", ".join(str(labels.get(value.strip(), value.strip())) for value in given.split(","))


def _chips(given: QueryDict, controls: list[Control]) -> list[Chip]:
    labels = {control.name: {choice.value: choice.label for choice in control.choices} for control in controls}
    return [
        Chip(one.label, _words(labels.get(name, {}), str(given[name])), address_with(given, **{name: None}))
        for name, one in PublishedClaimFilter.base_filters.items()
        if given.get(name, "").strip()
    ]
