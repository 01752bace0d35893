"""What the signs of a search mean: quotation marks, “or” and a leading minus, as search boxes know them."""

import operator
import re
from collections.abc import Callable
from functools import reduce
from typing import cast

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable
from django.db.models.expressions import Combinable

from claims.text.search_words import searchable

LONGEST_QUERY = 300
UNSEARCHABLE = re.compile("[\x00-\x1f\x7f]")
# A minus in front of a word or a phrase. In front of a number it is part of the number's meaning, not a wish.
UNWANTED = re.compile(r'(?<!\S)-("[^"]*"|[^\W\d]\S*)')
SIGN = re.compile(r'["()&|!:*<>]')
# PostgreSQL takes each of them for a "not", and its parser fails on many in a row.
STRAY_MINUS = re.compile(r"(?<!\w)-+|-+(?!\w)")


class QueryTooLong(ValueError):
    """A query of more than ``LONGEST_QUERY`` characters."""

    def __init__(self) -> None:
        super().__init__(f"A search has at most {LONGEST_QUERY} characters.")


class EveryConfiguration(SearchQuery):
    """The words as any of the search configurations understands them; one short function of the database."""

    def __init__(self, words: str) -> None:
        super().__init__(words, search_type="websearch")
        self.function = "claims_query"


class Lexemes(SearchQuery):
    """A query as the database writes it."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, lexemes: str) -> None:
        super().__init__(lexemes, search_type="raw")
        # Without the name and the configuration of a function that reads words.
        self.set_source_expressions([self.get_source_expressions()[-1]])


class ByIndex(SearchQuery):
    """The same query, of which the database does not know how many claims have it, and so goes by the index.

    When it thinks that many have it, it reads the claims one by one in some other order and unpacks the words of each
    on its way, which takes five times as long.
    """

    template = "(SELECT %(expressions)s)"

    def __init__(self, query: SearchQueryCombinable) -> None:
        super().__init__("", search_type="raw")
        self.set_source_expressions([cast("Combinable", query)])


def asked_words(query: str) -> str:
    """The query without what no database takes. Raises :class:`QueryTooLong`."""
    words = UNSEARCHABLE.sub(" ", query).strip()
    if len(words) > LONGEST_QUERY:
        raise QueryTooLong
    return words


def unwanted(words: str) -> list[str]:
    return UNWANTED.findall(words)


def wanted(words: str) -> str:
    return UNWANTED.sub(" ", words).strip()


def has_signs(words: str) -> bool:
    """Whether it says exactly what it wants, so that no other words are tried."""
    return any(SIGN.search(word) or word.casefold() == "or" for word in words.split())


def every_word_query(words: str) -> SearchQueryCombinable:
    return _either(ways(words))


def any_word_query(query: str) -> SearchQueryCombinable:
    """What has any of the wanted words, in every configuration."""
    return _either(any_word_ways(wanted(UNSEARCHABLE.sub(" ", query))))


def ways(words: str) -> list[str]:
    """As typed, which marks the words in texts and finds what was published before numbers were read, or as read."""
    return _each_way(words, lambda way: STRAY_MINUS.sub(" ", way))


def any_word_ways(words: str) -> list[str]:
    return _each_way(words, lambda way: " or ".join(re.findall(r"\w+", way)))


def quoted(term: str) -> str:
    """A word as tsquery reads it, whatever signs it has."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _each_way(words: str, prepared: Callable[[str], str]) -> list[str]:
    return list(dict.fromkeys(prepared(way) for way in (words, searchable(words))))


def _either(each: list[str]) -> SearchQueryCombinable:
    return reduce(operator.or_, (EveryConfiguration(way) for way in each))
