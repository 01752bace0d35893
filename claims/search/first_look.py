"""Which words a search looks for, and the newest claims that have them: one question to the database.

When no claim has every word, others are tried for those that are unfinished or mistyped; when no claim has those
either, any of the words is enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable
from django.db.models import QuerySet

from claims.models import PublishedClaim
from claims.search.matches.lexical import terms_from, terms_query
from claims.search.other_words import other_words
from claims.search.query_language import Lexemes, any_word_ways, every_word_query
from claims.search.query_words import QueryWord, query_words, typed_words
from claims.search.statement import Part, part, rows_of

Claims = QuerySet[PublishedClaim]

MOST_WEIGHED = 200

# Of a single word it does not matter how rare it is, unless nothing has it.
ASKED = "SELECT * FROM ({terms}) AS term WHERE %s OR NOT EXISTS (SELECT FROM every_word)"
ANY_WORD = """
SELECT string_agg('(' || way || ')', ' | ')::tsquery AS query FROM (
    SELECT claims_query(way)::text AS way FROM unnest(%s::text[]) AS typed (way)
    UNION ALL SELECT lexemes FROM others
) each WHERE way <> '' AND NOT EXISTS (SELECT FROM every_word) AND NOT EXISTS (SELECT FROM found_with_others)
"""
LOOK = """
SELECT ARRAY(SELECT publication_id FROM every_word), ARRAY(SELECT publication_id FROM found_with_others),
    ARRAY(SELECT publication_id FROM found_with_any), (SELECT query::text FROM with_others),
    (SELECT query::text FROM any_word), (SELECT json_agg(word ORDER BY place, nearness) FROM written),
    (SELECT json_agg(json_build_array(place, language, term, word, documents, of_documents, of_words)) FROM asked),
    (SELECT array_agg(slug) FROM (SELECT slug FROM every_word UNION ALL SELECT slug FROM found_with_others
        UNION ALL SELECT slug FROM found_with_any) found HAVING count(*) < %s)
"""


@dataclass(frozen=True)
class FirstLook:
    """``query`` is what claims are found by, ``words`` are those whose rarity counts, none of a single word.

    ``newest`` are the numbers of the newest claims found, as many as are weighed. To weigh one claim its whole text is
    read. A word that thousands of claims have says little about any of them, so of those the newest are weighed and
    the others follow by date. ``slugs`` are all claims found, or None if there may be more.
    """

    query: SearchQueryCombinable
    newest: list[int]
    words: list[QueryWord]
    slugs: list[str] | None = None
    has_every_word: bool = True
    also_searched: list[str] = field(default_factory=list)


class QueryOf(SearchQuery):
    """The query that a part of the statement made."""

    template = "(SELECT query FROM %(part)s)"

    def __init__(self, part: str) -> None:
        super().__init__("", search_type="raw")
        self.set_source_expressions([])
        self.extra["part"] = part


def first_look(claims: Claims, words: str) -> FirstLook:
    query = every_word_query(words)
    if claims.query.is_empty():
        return FirstLook(query, [], [], [])
    typed = typed_words(words)
    [row] = rows_of(_parts(claims, words, typed, query), LOOK, [MOST_WEIGHED])
    every, others, any_words, with_others, any_word, written, terms, slugs = row
    asked = query_words(typed, terms_from(terms or (), 1)[0])
    also = list(dict.fromkeys(written or ()))
    if every:
        return FirstLook(query, every, asked, slugs)
    if others:
        return FirstLook(Lexemes(with_others), others, asked, slugs, also_searched=also)
    # Of no claims there is no array.
    slugs = slugs if any_words else []
    return FirstLook(Lexemes(any_word or ""), any_words, asked, slugs, has_every_word=False, also_searched=also)


def _parts(claims: Claims, words: str, typed: list[str], query: SearchQueryCombinable) -> Iterator[Part]:
    """In the order in which they read each other."""
    terms, values = terms_query([typed])
    yield part("every_word", _newest(claims.filter(search=query)))
    yield "asked", ASKED.format(terms=terms), [*values, len(words.split()) > 1]
    yield from other_words(words, typed)
    yield part("found_with_others", _newest(claims.filter(search=QueryOf("with_others"))))
    yield "any_word", ANY_WORD, [any_word_ways(words)]
    yield part("found_with_any", _newest(claims.filter(search=QueryOf("any_word"))))


def _newest(found: Claims) -> QuerySet[PublishedClaim, tuple[int, str]]:
    return found.order_by("-publication_id").values_list("publication_id", "slug")[:MOST_WEIGHED]
