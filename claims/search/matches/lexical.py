"""Find and weigh by words, inside PostgreSQL.

The rare words of a statement choose the candidates by the index, so that the time grows little with the number of
claims; then all its words weigh them, each by how rare it is.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from claims.models import reading_connection
from claims.record.words import SEARCH_CONFIGURATIONS, SIMPLE_CONFIGURATION
from claims.search.matches.asked import Asked

# How many rows the words may choose, how many are weighed in the database, and how many come out.
MOST_EXPECTED = 1_500
MOST_WEIGHED = 4_000
MOST_CANDIDATES = 50
# The rarest words of a long text; the others say little.
MOST_TERMS = 24
# Frequent words choose in pairs.
MOST_PAIRED = 6

# Where a word stands: statement, summary, quotes from articles, names and topics.
FIELDS = ("statement", "summary", "quote", "entity")
FIELD_WEIGHTS = {"statement": 1.0, "summary": 0.8, "quote": 0.7, "entity": 0.4}
SATURATION = 1.2
LENGTH_SHARE = 0.5

TERMS = """
SELECT asked.place, known.language, said.term, coalesce(counted.documents, 0), known.documents, known.length
FROM unnest(%s::text[]) WITH ORDINALITY AS asked (words, place)
    CROSS JOIN claims_publishedlanguage known
    JOIN unnest(%s::text[], %s::text[]) AS site (language, configuration) ON site.language = known.language
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector(configuration::regconfig, asked.words))) AS said (term)
    LEFT JOIN claims_publishedterm counted ON counted.language = known.language AND counted.term = said.term
"""
LANGUAGES = "SELECT language FROM claims_publishedlanguage"
# A row as :class:`Worded` takes it: one list of words a field, in the order of ``FIELDS``.
ROW = "words.claim_id, words.language, words.length, " + ", ".join(
    f"tsvector_to_array(ts_filter(words.words, '{{{letter}}}'))" for letter in "abcd"
)
# What is asked for in one language may be in every claim of another, and the database, which counts words without
# regard to languages, would then read the table from its start. With nothing else to choose it goes by the index.
BY_WORDS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off;"
AS_USUAL = "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_indexscan TO DEFAULT"
WORDED = f"SELECT {ROW} FROM claims_publishedwords words WHERE claim_id = ANY (%s)"  # noqa: S608 - constants only


def candidates_query(weight: str) -> str:
    return f"""
SELECT {ROW} FROM (
    SELECT id, ({weight}) / (0.7 + 0.3 * length / %s) AS weight
    FROM (SELECT id, words, length FROM claims_publishedwords
        WHERE words @@ %s::tsquery AND language = %s LIMIT %s) found
    ORDER BY weight DESC, id LIMIT %s
) best JOIN claims_publishedwords words USING (id)
"""  # noqa: S608 - ``weight`` is made of constants and places for values


@dataclass
class Terms:
    """The words of one statement in one language, and in how many of ``documents`` each occurs."""

    language: str
    documents: int
    usual_length: float
    frequencies: dict[str, int] = field(default_factory=dict)

    # Each is asked for every candidate; the words are complete by then.
    @cached_property
    def rarities(self) -> dict[str, float]:
        return {
            term: math.log(1 + (self.documents - count + 0.5) / (count + 0.5))
            for term, count in self.frequencies.items()
        }

    @cached_property
    def known(self) -> list[str]:
        """What any claim has, the rarest first, as many as are weighed."""
        known = [term for term, count in self.frequencies.items() if count]
        return sorted(known, key=lambda term: (self.frequencies[term], term))[:MOST_TERMS]

    @cached_property
    def understood(self) -> float:
        """The share of its words that any claim in this language has."""
        return sum(count > 0 for count in self.frequencies.values()) / max(1, len(self.frequencies))

    @cached_property
    def most(self) -> float:
        """What a claim that has every word would weigh."""
        return max(sum(self.rarities.values()), 1e-9)


@dataclass
class Worded:
    """A candidate: the words of a claim in one language, by field, and what they weigh for the statement."""

    claim: str
    language: str
    length: int
    fields: dict[str, frozenset[str]]
    weight: float = 0.0


def terms_of(asked: Sequence[Asked], languages: Collection[str] | None) -> list[list[Terms]]:
    """For each statement, its words in each language in which something is published."""
    found: list[dict[str, Terms]] = [{} for _ in asked]
    with reading_connection().cursor() as cursor:
        cursor.execute(LANGUAGES)
        known = [language for (language,) in cursor.fetchall() if languages is None or language in languages]
        configurations = [SEARCH_CONFIGURATIONS.get(language, SIMPLE_CONFIGURATION) for language in known]
        cursor.execute(TERMS, [[each.words for each in asked], known, configurations])
        for place, language, term, documents, total, length in cursor.fetchall():
            terms = found[place - 1].setdefault(language, Terms(language, total, length / total))
            terms.frequencies[term] = documents
    return [list(each.values()) for each in found]


def candidates(terms: Terms) -> list[Worded]:
    """The claims that share most with the statement, heaviest first."""
    known = terms.known
    if not known:
        return []
    sums = " + ".join(["(words @@ %s::tsquery)::int * %s"] * len(known))
    values: list[str | float] = [
        *(value for term in known for value in (_quoted(term), round(terms.rarities[term], 4))),
        max(1.0, terms.usual_length),
        chosen_by(terms),
        terms.language,
        MOST_WEIGHED,
        MOST_CANDIDATES,
    ]
    connection = reading_connection()
    with connection.cursor() as cursor:
        # Sent together, so that outside of a transaction the settings end with the query.
        cursor.execute(BY_WORDS + candidates_query(sums), values)
        rows = cursor.fetchall()
        if connection.in_atomic_block:
            cursor.execute(AS_USUAL)
    return sorted((_worded(row, terms) for row in rows), key=lambda row: (-row.weight, row.claim))


def worded_claims(claims: Sequence[Collection[str]], terms: Sequence[dict[str, Terms]]) -> list[list[Worded]]:
    """For each statement, the words of the named claims and what they weigh for it."""
    wanted = sorted({claim for each in claims for claim in each})
    rows: dict[str, list[tuple[Any, ...]]] = {}
    if wanted:
        with reading_connection().cursor() as cursor:
            cursor.execute(WORDED, [wanted])
            for row in cursor.fetchall():
                rows.setdefault(row[0], []).append(row)
    return [
        [_worded(row, known[row[1]]) for claim in sorted(each) for row in rows.get(claim, ()) if row[1] in known]
        for each, known in zip(claims, terms, strict=True)
    ]


def chosen_by(terms: Terms) -> str:
    """The query that chooses the candidates: rare words alone, and pairs of those that are not so rare."""
    expected = 0.0
    chosen: list[str] = []
    frequent: list[str] = []
    for term in terms.known:
        if not chosen or expected + terms.frequencies[term] <= MOST_EXPECTED:
            chosen.append(_quoted(term))
            expected += terms.frequencies[term]
        else:
            frequent.append(term)
    if expected > MOST_WEIGHED:
        # Even the rarest is frequent.
        frequent, chosen, expected = terms.known, [], 0.0
    for one, other in combinations(frequent[:MOST_PAIRED], 2):
        both = terms.frequencies[one] * terms.frequencies[other] / max(1, terms.documents)
        if expected + both <= MOST_EXPECTED or not chosen:
            chosen.append(f"({_quoted(one)} & {_quoted(other)})")
            expected += both
    return " | ".join(chosen) if chosen else _quoted(frequent[0])


def weigh(row: Worded, terms: Terms) -> float:
    """BM25 over the fields as one: a word counts more in the statement than in a name, and less when it is frequent."""
    slowness = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * row.length / max(1.0, terms.usual_length))
    total = 0.0
    for term, rarity in terms.rarities.items():
        found = sum(FIELD_WEIGHTS[name] for name in FIELDS if term in row.fields[name])
        if found:
            total += rarity * found * (SATURATION + 1) / (found + slowness)
    return total


def _worded(row: tuple[Any, ...], terms: Terms) -> Worded:
    claim, language, length, *fields = row
    worded = Worded(claim, language, length, dict(zip(FIELDS, map(frozenset, fields), strict=True)))
    worded.weight = weigh(worded, terms)
    return worded


def _quoted(term: str) -> str:
    """A word as tsquery reads it, whatever signs it has."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
