"""How many of the found claims there are by status, rating, topic, claimant, publisher, language and article."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Func, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from claims.models import PublishedAppearance, PublishedClaim, reading_connection

Claims = QuerySet[PublishedClaim]

# Readers choose among a few; what is rarer is found by the search.
MOST_VALUES = 12
TOTAL = "total"

# The newest claim names a topic, a person or an article best. By index, and only for the values that are shown.
NAMES = """
SELECT 'topic', wanted, (SELECT topic -> 'name' FROM claims_publishedclaim claim,
        jsonb_array_elements(claim.document -> 'topics') topic
        WHERE claim.topics @> ARRAY[wanted] AND topic ->> 'slug' = wanted ORDER BY publication_id DESC LIMIT 1)
    FROM unnest(%(topic)s::varchar[]) wanted
UNION ALL SELECT 'claimant', wanted, (SELECT document #> '{claimant,name}' FROM claims_publishedclaim
        WHERE claimant = wanted ORDER BY publication_id DESC LIMIT 1) FROM unnest(%(claimant)s::varchar[]) wanted
UNION ALL SELECT 'publisher', wanted, (SELECT document #> '{article,publisher,name}' FROM claims_publishedappearance
        WHERE publisher = wanted ORDER BY id DESC LIMIT 1) FROM unnest(%(publisher)s::varchar[]) wanted
UNION ALL SELECT 'article', wanted, (SELECT document #> '{article,title}' FROM claims_publishedappearance
        WHERE article = wanted ORDER BY id DESC LIMIT 1) FROM unnest(%(article)s::varchar[]) wanted
"""
NAMED = ("topic", "claimant", "publisher", "article")


@dataclass(frozen=True)
class FacetValue:
    """``name`` is a text by language, a title, or nothing where the value speaks for itself."""

    value: str
    claims: int
    name: Any


@dataclass(frozen=True)
class Facets:
    total: int
    values: dict[str, list[FacetValue]]

    def names(self, facet: str) -> dict[str, Any]:
        return {value.value: value.name for value in self.values[facet] if value.name is not None}


def facets(found: Callable[[str], Claims], chosen: dict[str, list[str]]) -> Facets:
    """Counts in one query, names in another.

    ``found`` gives the claims that fit everything but the named facet, so that a reader sees what choosing another
    value would find; with :data:`TOTAL` all that fit. A chosen value is always in the list, even with no claims.
    """
    first, *others = [_counted(facet, expression, found(facet)) for facet, expression in _COLUMNS.items()]
    others += [_counted_appearances(facet, found(facet)) for facet in _APPEARANCE_COLUMNS]
    rows = list(first.union(*others, _counted(TOTAL, Value(""), found(TOTAL)), all=True))
    total = sum(claims for facet, _value, claims in rows if facet == TOTAL)
    counts = {facet: _most(rows, facet, chosen.get(facet, [])) for facet in (*_COLUMNS, *_APPEARANCE_COLUMNS)}
    names = _names({facet: list(counts[facet]) for facet in NAMED})
    return Facets(
        total,
        {
            facet: [FacetValue(value, claims, names.get((facet, value))) for value, claims in values.items()]
            for facet, values in counts.items()
        },
    )


_COLUMNS: dict[str, Any] = {
    "status": F("verification_status"),
    "rating": F("rating"),
    "topic": Func(F("topics"), function="unnest"),
    "claimant": F("claimant"),
}
_APPEARANCE_COLUMNS: dict[str, Any] = {
    "publisher": F("publisher"),
    "language": KeyTextTransform("language", KeyTransform("article", "document")),
    "article": F("article"),
}


def _counted(facet: str, expression: Any, claims: Claims) -> QuerySet[Any, Any]:
    return (
        claims.order_by()
        .annotate(facet=Value(facet, CharField()), facet_value=Cast(expression, CharField()))
        .values("facet", "facet_value")
        .annotate(claims=Count("pk"))
        .values_list("facet", "facet_value", "claims")
    )


def _counted_appearances(facet: str, claims: Claims) -> QuerySet[Any, Any]:
    return (
        PublishedAppearance.objects.filter(claim__in=claims.order_by().values("pk"))
        .order_by()
        .annotate(facet=Value(facet, CharField()), facet_value=Cast(_APPEARANCE_COLUMNS[facet], CharField()))
        .values("facet", "facet_value")
        .annotate(claims=Count("claim", distinct=True))
        .values_list("facet", "facet_value", "claims")
    )


def _most(rows: list[tuple[str, str, int]], facet: str, chosen: list[str]) -> dict[str, int]:
    known = {value: claims for kind, value, claims in rows if kind == facet and value}
    largest = sorted(known, key=lambda value: (-known[value], value))[:MOST_VALUES]
    return {value: known.get(value, 0) for value in dict.fromkeys([*largest, *chosen])}


def _names(values: dict[str, list[str]]) -> dict[tuple[str, str], Any]:
    with reading_connection().cursor() as cursor:
        cursor.execute(NAMES, values)
        return {(facet, value): _parsed(name) for facet, value, name in cursor.fetchall()}


def _parsed(name: Any) -> Any:
    """Plain SQL gives JSON as its text."""
    return json.loads(name) if isinstance(name, str) else name
