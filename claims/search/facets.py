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
# Of the claims in the part of the statement that is named {base}.
SAID = """
SELECT claim_id, publisher, article, document -> 'article' ->> 'language' AS language
FROM claims_publishedappearance WHERE claim_id IN (SELECT slug FROM {base})
"""
VALUES = {
    "status": "SELECT verification_status, count(*) FROM {base} GROUP BY 1",
    "rating": "SELECT rating, count(*) FROM {base} GROUP BY 1",
    "topic": "SELECT unnest(topics), count(*) FROM {base} GROUP BY 1",
    "claimant": "SELECT claimant, count(*) FROM {base} GROUP BY 1",
    "publisher": "SELECT publisher, count(DISTINCT claim_id) FROM said_in_{base} GROUP BY 1",
    "language": "SELECT language, count(DISTINCT claim_id) FROM said_in_{base} GROUP BY 1",
    "article": "SELECT article, count(DISTINCT claim_id) FROM said_in_{base} GROUP BY 1",
}
COLUMNS = {"status": "verification_status", "rating": "rating", "topic": "topics", "claimant": "claimant"}
APPEARANCE_FACETS = ("publisher", "language", "article")
MOST_COUNTED = """
SELECT '{facet}', value::text, claims FROM (
    SELECT value, claims, row_number() OVER (ORDER BY claims DESC, value COLLATE "C") AS place
    FROM ({values}) AS counted (value, claims) WHERE value <> ''
) placed WHERE place <= %s OR value = ANY (%s::text[])
"""
ALL_COUNTED = f"SELECT '{TOTAL}', '', count(*) FROM found"  # noqa: S608 - a constant
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
    rows = _counted(found, chosen) if not found(TOTAL).query.is_empty() else []
    total = sum(claims for facet, _value, claims in rows if facet == TOTAL)
    counts = {facet: _most(rows, facet, chosen.get(facet, [])) for facet in VALUES}
    names = _names({facet: list(counts[facet]) for facet in NAMED})
    return Facets(
        total,
        {
            facet: [FacetValue(value, claims, names.get((facet, value))) for value, claims in values.items()]
            for facet, values in counts.items()
        },
    )


def _counted(found: Callable[[str], Claims], chosen: dict[str, list[str]]) -> list[tuple[str, str, int]]:
    """Facet, value and number of claims, of each facet the most frequent values and the chosen ones."""
    bases = {facet: f"found_but_for_{facet}" if chosen.get(facet) else "found" for facet in VALUES}
    parts = [
        part(base, _columns(found(TOTAL if base == "found" else facet), [one for one in VALUES if bases[one] == base]))
        for base, facet in {"found": TOTAL, **{base: facet for facet, base in bases.items()}}.items()
    ]
    parts += [
        (f"said_in_{base}", SAID.format(base=base), [])
        for base in dict.fromkeys(bases[facet] for facet in APPEARANCE_FACETS)
    ]
    counted = [MOST_COUNTED.format(facet=facet, values=VALUES[facet].format(base=bases[facet])) for facet in bases]
    values = [value for facet in bases for value in (MOST_VALUES, chosen.get(facet, []))]
    return rows_of(parts, " UNION ALL ".join((ALL_COUNTED, *counted)), values)


def _columns(claims: Claims, counted: list[str]) -> QuerySet[Any, Any]:
    """No others: of a hundred thousand claims, each takes its time."""
    return claims.order_by().values_list("slug", *(COLUMNS[facet] for facet in counted if facet in COLUMNS))


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
