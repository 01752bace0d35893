"""Other words for those of a search that no claim has: what an unfinished word may become, and what was mistyped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery

from claims.models import reading_connection
from claims.record.words import SEARCH_CONFIGURATIONS, SIMPLE_CONFIGURATION
from claims.search.matches.lexical import quoted
from claims.search.query_words import QueryWord

# Whoever is still typing has not written more than a beginning; of shorter ones too much begins so.
SHORTEST_BEGINNING = 3
# A short word is near to many others by chance.
SHORTEST_MISTYPED = 5
LEAST_SIMILARITY = 0.45
MOST_NEAREST = 3

BEGINS_SO = "SELECT 1 FROM claims_publishedterm WHERE term LIKE %s LIMIT 1"
# Terms are stems, so that the nearest is looked for to each form of the word.
NEAREST = """
SELECT term, language FROM claims_publishedterm,
    LATERAL (SELECT max(similarity(term, form)) AS similarity FROM unnest(%(forms)s::text[]) AS form) compared
WHERE term %% ANY (%(forms)s::text[]) AND similarity >= %(least)s AND term !~ '[0-9]'
ORDER BY similarity DESC, documents DESC, term, language LIMIT %(most)s
"""
# A term is the stem of a word; people want to read the word. The language is a constant, for each has an index.
WRITTEN = """
SELECT word FROM (SELECT claim_id FROM claims_publishedwords
        WHERE words @@ %(term)s::tsquery AND language = %(language)s ORDER BY claim_id LIMIT 20) found
    JOIN claims_publishedstatement said ON said.claim_id = found.claim_id AND said.language = %(language)s
    CROSS JOIN LATERAL regexp_split_to_table(said.text, '[^[:alnum:]]+') AS word
WHERE to_tsvector(%(configuration)s::regconfig, word) @@ %(term)s::tsquery LIMIT 1
"""


class Lexemes(SearchQuery):
    """A query as the database writes it."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, lexemes: str) -> None:
        super().__init__(lexemes, search_type="raw")
        # Without the name and the configuration of a function that reads words.
        self.set_source_expressions([self.get_source_expressions()[-1]])


@dataclass(frozen=True)
class OtherWord:
    """``instead_of`` is the word as typed, ``lexemes`` what is looked for, ``words`` how people write it."""

    instead_of: QueryWord
    lexemes: str
    words: tuple[str, ...] = ()


def other_words(words: Sequence[QueryWord], unfinished: str) -> Iterator[OtherWord]:
    """For ``unfinished``, the word that is still being typed, what begins so; for the unknown ones what is nearest."""
    for word in words:
        if word.written == unfinished and len(unfinished) >= SHORTEST_BEGINNING and _begins_so(unfinished):
            yield OtherWord(word, f"{quoted(unfinished)}:*")
        elif not word.is_known and len(word.written) >= SHORTEST_MISTYPED and word.written.isalpha():
            nearest = _nearest(word)
            if nearest:
                lexemes = " | ".join(dict.fromkeys(quoted(term) for term, _ in nearest))
                yield OtherWord(word, lexemes, tuple(dict.fromkeys(_written(*each) for each in nearest)))


def _begins_so(beginning: str) -> bool:
    with reading_connection().cursor() as cursor:
        cursor.execute(BEGINS_SO, [beginning.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"])
        return cursor.fetchone() is not None


def _nearest(word: QueryWord) -> list[tuple[str, str]]:
    values = {"forms": list(word.forms), "least": LEAST_SIMILARITY, "most": MOST_NEAREST}
    with reading_connection().cursor() as cursor:
        cursor.execute(NEAREST, values)
        found: list[tuple[str, str]] = cursor.fetchall()
    return found


def _written(term: str, language: str) -> str:
    configuration = SEARCH_CONFIGURATIONS.get(language, SIMPLE_CONFIGURATION)
    with reading_connection().cursor() as cursor:
        cursor.execute(WRITTEN, {"term": quoted(term), "language": language, "configuration": configuration})
        row = cursor.fetchone()
    return str(row[0]).lower() if row else term
