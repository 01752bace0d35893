"""Find and weigh by words, inside PostgreSQL.

The rare words of a statement choose the candidates by the index, so that the time grows little with the number of
claims; then all its words weigh them, each by how rare it is.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from claims.models import reading_connection
from claims.record.words import SEARCH_CONFIGURATIONS, SIMPLE_CONFIGURATION
from claims.search.query_language import quoted
from claims.search.word_weights import FIELD_WEIGHTS, FIELDS, LENGTH_SHARE, SATURATION, rarity

# How many rows the words may choose, how many are weighed in the database, and how many come out.
MOST_EXPECTED = 400
MOST_WEIGHED = 1_500
MOST_CANDIDATES = 50
# Of a statement in another language only names and numbers are known: they find few claims, or too many.
MOST_FOREIGN_CANDIDATES = 15
# Of the words of a statement, this share occurs in some claim of its language, if there are any in that language.
LEAST_UNDERSTOOD = 0.5
# The rarest words of a long text; the others say little.
MOST_TERMS = 24
# Frequent words choose in pairs.
MOST_PAIRED = 4

# Word by word, so that each term is known by the word that somebody wrote. The counts are looked up one by one: by its
# index, the table costs the same however many words there are.
TERMS = """
SELECT asked.place, known.language, said.term, asked.word, coalesce(counted.documents, 0) AS documents,
    known.documents AS of_documents, known.length AS of_words
FROM claims_publishedlanguage known
    LEFT JOIN unnest(%s::text[], %s::text[]) AS site (language, configuration) ON site.language = known.language
    CROSS JOIN unnest(%s::int[], %s::text[]) AS asked (place, word)
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector(coalesce(configuration, %s)::regconfig, asked.word)))
        AS said (term)
    LEFT JOIN LATERAL (SELECT documents FROM claims_publishedterm
        WHERE language = known.language AND term = said.term OFFSET 0) counted ON true
"""
WITHIN = " WHERE known.language = ANY (%s)"
# A row as :class:`Worded` takes it: one list of words a field, in the order of ``FIELDS``.
ROW = "words.claim_id, words.language, words.length, " + ", ".join(
    f"tsvector_to_array(ts_filter(words.words, '{{{letter}}}'))" for letter in "abcd"
)
WORDED = f"SELECT {ROW} FROM claims_publishedwords words WHERE claim_id = ANY (%s)"  # noqa: S608 - constants only

# What is asked for in one language may be in every claim of another, and the database, which counts words without
# regard to languages, would then read the table from its start. With nothing else to choose it goes by the index.
BY_WORDS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off;"
AS_USUAL = "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_indexscan TO DEFAULT"

# The rows that any of the queries finds; each is one scan of the index, which of two words goes through the rarer's.
CANDIDATES = """
(SELECT {row} FROM (
    SELECT id, ({weight}) / (0.7 + 0.3 * length / %s::float8) AS weight
    FROM (SELECT id, words, length FROM claims_publishedwords WHERE language = %s AND ({chosen}) LIMIT %s) found
    ORDER BY weight DESC, id LIMIT %s
) best JOIN claims_publishedwords words USING (id))
"""
# As numbers of the processor: to add decimals takes longer than to look for the words.
WEIGHT = "CASE WHEN words @@ %s::tsquery THEN %s::float8 ELSE 0 END"
CHOSEN = "words @@ %s::tsquery"


def is_number(term: str) -> bool:
    return term[:1].isdigit() and term.replace(".", "", 1).isdigit()


@dataclass
class Terms:
    """The words of one statement in one language, and in how many of ``documents`` each occurs."""

    language: str
    documents: int
    usual_length: float
    frequencies: dict[str, int] = field(default_factory=dict)
    # As somebody wrote them, by term.
    words: dict[str, str] = field(default_factory=dict)

    # Each is asked for every candidate; the words are complete by then.
    @cached_property
    def rarities(self) -> dict[str, float]:
        return {term: rarity(count, self.documents) for term, count in self.frequencies.items()}

    @cached_property
    def known(self) -> list[str]:
        """What any claim has, the rarest first, as many as are weighed."""
        known = [term for term, count in self.frequencies.items() if count]
        return sorted(known, key=lambda term: (self.frequencies[term], term))[:MOST_TERMS]

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(term for term in self.frequencies if is_number(term))

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


def terms_of(asked: Sequence[Sequence[str]], languages: Collection[str] | None) -> list[list[Terms]]:
    """For the words of each statement, their terms in each language in which something is published."""
    query, values = terms_query(asked)
    if languages is not None:
        query, values = query + WITHIN, [*values, list(languages)]
    with reading_connection().cursor() as cursor:
        cursor.execute(query, values)
        return terms_from(cursor.fetchall(), len(asked))


def terms_query(asked: Sequence[Sequence[str]]) -> tuple[str, list[Any]]:
    """What :func:`terms_from` takes the rows of, and its values."""
    said = [(place, word) for place, words in enumerate(asked) for word in words]
    site = [list(SEARCH_CONFIGURATIONS), list(SEARCH_CONFIGURATIONS.values())]
    return TERMS, [*site, [place for place, _ in said], [word for _, word in said], SIMPLE_CONFIGURATION]


def terms_from(rows: Iterable[Sequence[Any]], statements: int) -> list[list[Terms]]:
    found: list[dict[str, Terms]] = [{} for _ in range(statements)]
    for place, language, term, word, documents, total, length in rows:
        terms = found[place].setdefault(language, Terms(language, total, length / total))
        terms.frequencies[term] = documents
        terms.words.setdefault(term, word)
    return [list(each.values()) for each in found]


def candidates(languages: Collection[Terms]) -> list[Worded]:
    """The claims that share most with the statement, of each language the heaviest first; asked for at once."""
    asked = {terms.language: terms for terms in languages if terms.known}
    if not asked:
        return []
    queries, values = zip(*map(_candidates_query, asked.values()), strict=True)
    connection = reading_connection()
    with connection.cursor() as cursor:
        # Sent together, so that outside of a transaction the settings end with the query.
        cursor.execute(BY_WORDS + " UNION ALL ".join(queries), [value for each in values for value in each])
        rows = [_worded(row, asked[row[1]]) for row in cursor.fetchall()]
        if connection.in_atomic_block:
            cursor.execute(AS_USUAL)
    places = {language: place for place, language in enumerate(asked)}
    return sorted(rows, key=lambda row: (places[row.language], -row.weight, row.claim))


def _candidates_query(terms: Terms) -> tuple[str, list[Any]]:
    chosen = chosen_by(terms)
    query = CANDIDATES.format(
        row=ROW, weight=" + ".join([WEIGHT] * len(terms.known)), chosen=" OR ".join([CHOSEN] * len(chosen))
    )
    weights = [value for term in terms.known for value in (quoted(term), round(terms.rarities[term], 4))]
    most = MOST_CANDIDATES if terms.understood >= LEAST_UNDERSTOOD else MOST_FOREIGN_CANDIDATES
    return query, [*weights, max(1.0, terms.usual_length), terms.language, *chosen, MOST_WEIGHED, most]


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


def chosen_by(terms: Terms) -> list[str]:
    """The queries that choose the candidates: rare words together, then pairs of those that are not so rare."""
    expected = 0.0
    rare: list[str] = []
    frequent: list[str] = []
    for term in terms.known:
        if expected + terms.frequencies[term] <= MOST_EXPECTED:
            rare.append(term)
            expected += terms.frequencies[term]
        else:
            frequent.append(term)
    chosen = [" | ".join(map(quoted, rare))] if rare else []
    for one, other in combinations(frequent[:MOST_PAIRED], 2):
        both = terms.frequencies[one] * terms.frequencies[other] / max(1, terms.documents)
        if expected + both <= MOST_EXPECTED or not chosen:
            chosen.append(f"{quoted(one)} & {quoted(other)}")
            expected += both
    # A single word, or every pair is frequent.
    return chosen or [quoted(frequent[0])]


def weigh(row: Worded, terms: Terms) -> float:
    """BM25 over the fields as one: a word counts more in the statement than in a name, and less when it is frequent."""
    slowness = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * row.length / max(1.0, terms.usual_length))
    found: dict[str, float] = {}
    for name, weight in FIELD_WEIGHTS.items():
        for term in terms.rarities.keys() & row.fields[name]:
            found[term] = found.get(term, 0.0) + weight
    # In one order, for sums of fractions depend on it.
    return sum(
        rareness * found[term] * (SATURATION + 1) / (found[term] + slowness)
        for term, rareness in terms.rarities.items()
        if term in found
    )


def _worded(row: tuple[Any, ...], terms: Terms) -> Worded:
    claim, language, length, *fields = row
    worded = Worded(claim, language, length, dict(zip(FIELDS, map(frozenset, fields), strict=True)))
    worded.weight = weigh(worded, terms)
    return worded
