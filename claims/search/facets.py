"""How many of the found claims there are by status, rating, topic, claimant, publisher, language and article."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from claims.models import PublishedClaim, reading_connection
from claims.search.statement import part, rows_of

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
COLUMNS = {
    "status": "verification_status",
    "rating": "rating",
    "topic": "topics",
    "claimant": "claimant",
    "publisher": "publishers",
    "language": "languages",
    "article": "articles",
}
ARTICLES = "articles"
LISTS = frozenset({"topics", "publishers", "languages", "articles"})
# Claims that differ in nothing but their articles are counted together first, and then not one by one for each facet.
ALIKE = "SELECT {columns}, count(*) AS claims FROM found GROUP BY {columns}"
ALL_COUNTED = f"SELECT '{TOTAL}', '', coalesce(sum(claims), 0)::bigint FROM alike"  # noqa: S608 - a constant
MOST_COUNTED = """
SELECT '{facet}', value::text, claims::bigint FROM (
    SELECT value, claims, row_number() OVER (ORDER BY claims DESC, value COLLATE "C") AS place
    FROM (SELECT {value}, {claims} FROM {base} GROUP BY 1) AS counted (value, claims) WHERE value <> ''
) placed WHERE place <= %s OR value = ANY (%s::text[])
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
    every = found(TOTAL)
    rows = _counted(every, found, chosen) if not every.query.is_empty() else []
    total = sum(claims for facet, _value, claims in rows if facet == TOTAL)
    counts = {facet: _most(rows, facet, chosen.get(facet, [])) for facet in COLUMNS}
    names = _names({facet: list(counts[facet]) for facet in NAMED})
    return Facets(
        total,
        {
            facet: [FacetValue(value, claims, names.get((facet, value))) for value, claims in values.items()]
            for facet, values in counts.items()
        },
    )


def _counted(every: Claims, found: Callable[[str], Claims], chosen: dict[str, list[str]]) -> list[tuple[str, str, int]]:
    """Facet, value and number of claims, of each facet the most frequent values and the chosen ones."""
    together = [COLUMNS[facet] for facet in COLUMNS if not chosen.get(facet)]
    alike = [column for column in together if column != ARTICLES] or ["version"]
    parts = [
        part("found", _columns(every, *alike, ARTICLES)),
        ("alike", ALIKE.format(columns=", ".join(alike)), []),
    ]
    questions: list[str] = [ALL_COUNTED]
    values: list[Any] = []
    for facet, column in COLUMNS.items():
        if column in alike:
            questions.append(_most_counted(facet, "alike", "sum(claims)"))
        elif column in together:
            questions.append(_most_counted(facet, "found", "count(*)"))
        else:
            _, rows, its_values = part(facet, _columns(found(facet), column))
            questions.append(_most_counted(facet, f"({rows}) found_but_for_it", "count(*)"))
            values += its_values
        values += [MOST_VALUES, chosen.get(facet, [])]
    return rows_of(parts, " UNION ALL ".join(questions), values)


def _columns(claims: Claims, *columns: str) -> QuerySet[Any, Any]:
    """No others: of a hundred thousand claims, each takes its time."""
    return claims.order_by().values_list(*columns)


def _most_counted(facet: str, base: str, claims: str) -> str:
    column = COLUMNS[facet]
    value = f"unnest({column})" if column in LISTS else column
    return MOST_COUNTED.format(facet=facet, value=value, claims=claims, base=base)


def _most(rows: list[tuple[str, str, int]], facet: str, chosen: list[str]) -> dict[str, int]:
    known = {value: claims for kind, value, claims in rows if kind == facet}
    largest = sorted(known, key=lambda value: (-known[value], value))[:MOST_VALUES]
    return {value: known.get(value, 0) for value in dict.fromkeys([*largest, *chosen])}


def _names(values: dict[str, list[str]]) -> dict[tuple[str, str], Any]:
    with reading_connection().cursor() as cursor:
        cursor.execute(NAMES, values)
        return {(facet, value): _parsed(name) for facet, value, name in cursor.fetchall()}


def _parsed(name: Any) -> Any:
    """Plain SQL gives JSON as its text."""
    return json.loads(name) if isinstance(name, str) else name
