"""Facets as readers see them: values with counts, each a link that adds the value to the address or takes it away."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language_info

from claims.pages.listing import address_with
from claims.record import in_reader_language, localized
from claims.search import Facets, FacetValue, PublishedClaimFilter

# What a filter takes one value of, or a text that may hold a comma.
SINGLE = frozenset(PublishedClaimFilter.base_filters) - frozenset(
    {
        "status",
        "rating",
        "normalized",
        "topic",
        "claimant",
        "entity",
        "article",
        "publisher",
        "language",
        "source",
        "source_domain",
        "stance",
        "parent",
    }
)
# The ones that are open before a reader asks for more.
OPEN = frozenset({"status", "rating", "topic"})


@dataclass(frozen=True)
class Choice:
    value: str
    label: object
    claims: int
    selected: bool
    address: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: object
    choices: list[Choice]
    is_open: bool


def chosen_values(given: QueryDict, name: str) -> list[str]:
    value = str(given.get(name, "")).strip()
    if not value:
        return []
    if name in SINGLE:
        return [value]
    return list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


def shown_facets(given: QueryDict, counts: Facets, form: Any) -> list[Facet]:
    shown = []
    for name, values in counts.values.items():
        chosen = chosen_values(given, name)
        options = getattr(form.fields[name], "options", {})
        choices = [_choice(given, name, value, options, chosen) for value in _ordered(values, options)]
        if choices:
            shown.append(Facet(name, form.fields[name].label, choices, name in OPEN or bool(chosen)))
    return shown


def _ordered(values: list[FacetValue], options: dict[str, Any]) -> list[FacetValue]:
    """Ratings in the order of the scale, the rest from many claims to few."""
    places = list(options)
    return sorted(values, key=lambda one: places.index(one.value) if one.value in places else len(places))


def _choice(given: QueryDict, name: str, known: FacetValue, options: dict[str, Any], chosen: list[str]) -> Choice:
    selected = known.value in chosen
    rest = [value for value in chosen if value != known.value] if selected else [*chosen, known.value]
    address = address_with(given, **{name: ",".join(rest) or None})
    return Choice(known.value, _label(name, known, options), known.claims, selected, address)


def _label(name: str, known: FacetValue, options: dict[str, Any]) -> object:
    if known.value in options:
        return options[known.value]
    if name == "language":
        return _language(known.value)
    return in_reader_language(localized(known.name)) or known.value


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
