"""Other words for those of a search that no claim has: what an unfinished word may become, and what was mistyped.

Parts of one statement, for each name in it the rows that the next ones read. They read ``asked``, the terms of the
words (:data:`claims.search.matches.lexical.TERMS`), and do nothing while ``every_word`` has rows: claims were found.
"""

from collections.abc import Iterator
from typing import Any

from claims.record.words import SEARCH_CONFIGURATIONS, SIMPLE_CONFIGURATION
from claims.search.query_language import has_signs, quoted, ways
from claims.search.query_words import MOST_WORDS, plain
from claims.search.statement import Part

# Whoever is still typing has not written more than a beginning; of shorter ones too much begins so.
SHORTEST_BEGINNING = 3
# A short word is near to many others by chance.
SHORTEST_MISTYPED = 5
LEAST_SIMILARITY = 0.45
MOST_NEAREST = 3

# Only of a word that some index has: "the" is no beginning of one.
BEGINNING = """
SELECT %s AS plain, %s AS lexemes WHERE NOT EXISTS (SELECT FROM every_word)
    AND EXISTS (SELECT FROM asked WHERE word = ANY (%s::text[]))
    AND EXISTS (SELECT FROM claims_publishedterm WHERE term LIKE %s)
"""
UNKNOWN = """
SELECT plain, min(typed.place) AS place, array_agg(DISTINCT term) || plain AS forms
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS typed (word, plain, place) JOIN asked USING (word)
WHERE NOT EXISTS (SELECT FROM every_word) AND plain NOT IN (SELECT plain FROM beginning)
GROUP BY plain HAVING max(documents) = 0 ORDER BY place LIMIT %s
"""
# Terms are stems, so that the nearest is looked for to each form of the word.
NEAREST = r"""
SELECT plain, place, row_number() OVER (PARTITION BY plain ORDER BY similarity DESC, documents DESC, term, language)
    AS nearness, term, language, '''' || replace(replace(term, '\', '\\'), '''', '''''') || '''' AS lexeme
FROM unknown CROSS JOIN LATERAL (
    SELECT term, language, documents, similarity FROM claims_publishedterm,
        LATERAL (SELECT max(similarity(term, form)) AS similarity FROM unnest(forms) AS form) compared
    WHERE term %% ANY (forms) AND similarity >= %s AND term !~ '[0-9]'
    ORDER BY similarity DESC, documents DESC, term, language LIMIT %s
) near
"""
OTHERS = """
SELECT plain, string_agg(DISTINCT lexeme, ' | ') AS lexemes FROM nearest GROUP BY plain
UNION ALL SELECT plain, lexemes FROM beginning
"""
# Every word as typed, or another for it.
WITH_OTHERS = """
SELECT string_agg('(' || ways || ')', ' & ')::tsquery AS query FROM (
    SELECT place, string_agg('(' || way || ')', ' | ') AS ways FROM (
        SELECT place, claims_query(way)::text AS way FROM unnest(%s::int[], %s::text[]) AS typed (place, way)
        UNION ALL SELECT place, lexemes
            FROM unnest(%s::text[]) WITH ORDINALITY AS typed (plain, place) JOIN others USING (plain)
    ) each WHERE way <> '' GROUP BY place
) word WHERE EXISTS (SELECT FROM others)
"""
# A term is the stem of a word; people want to read the word. The language is a constant, for each has an index.
WRITTEN = """
SELECT place, nearness, lower(coalesce(said.word, term)) AS word FROM nearest LEFT JOIN LATERAL (
    SELECT word FROM (SELECT claim_id FROM claims_publishedwords WHERE {language} AND language = nearest.language
            AND words @@ lexeme::tsquery ORDER BY claim_id LIMIT 20) found
        JOIN claims_publishedstatement said ON said.claim_id = found.claim_id AND said.language = nearest.language
        CROSS JOIN LATERAL regexp_split_to_table(said.text, '[^[:alnum:]]+') AS word
    WHERE to_tsvector('{configuration}', word) @@ lexeme::tsquery LIMIT 1
) said ON true WHERE {language}
"""


def other_words(words: str, typed: list[str]) -> list[Part]:
    """The parts ``others``, ``with_others``, a query that is null without any, ``written``, and what these read."""
    each = words.split()
    # Whoever uses signs says exactly what they want.
    exactly = has_signs(words) or not each
    mistyped = [] if exactly else [word for word in typed if _may_be_mistyped(plain(word))]
    return [
        ("beginning", BEGINNING, _beginning("" if exactly else plain(each[-1]), typed)),
        ("unknown", UNKNOWN, [mistyped, [plain(word) for word in mistyped], MOST_WORDS]),
        ("nearest", NEAREST, [LEAST_SIMILARITY, MOST_NEAREST]),
        ("others", OTHERS, []),
        ("with_others", WITH_OTHERS, _typed(each)),
        ("written", " UNION ALL ".join(_written()), []),
    ]


def _beginning(unfinished: str, typed: list[str]) -> list[Any]:
    """``unfinished`` is the word that is still being typed."""
    if len(unfinished) < SHORTEST_BEGINNING:
        return ["", "", [], None]
    pattern = unfinished.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return [unfinished, f"{quoted(unfinished)}:*", [word for word in typed if plain(word) == unfinished], pattern]


def _may_be_mistyped(word: str) -> bool:
    return len(word) >= SHORTEST_MISTYPED and word.isalpha()


def _typed(words: list[str]) -> list[Any]:
    """Each word by its place: the ways to read it, and as the other words know it."""
    readings = [(place, way) for place, word in enumerate(words, 1) for way in ways(word)]
    return [[place for place, _ in readings], [way for _, way in readings], [plain(word) for word in words]]


def _written() -> Iterator[str]:
    for language, configuration in SEARCH_CONFIGURATIONS.items():
        yield WRITTEN.format(language=f"language = '{language}'", configuration=configuration)
    elsewhere = " AND ".join(f"NOT language = '{language}'" for language in SEARCH_CONFIGURATIONS)
    yield WRITTEN.format(language=f"({elsewhere})", configuration=SIMPLE_CONFIGURATION)
