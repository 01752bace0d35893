"""Full-text search over the published claims, in every language of the site at once."""

import operator
import re
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable, SearchRank, TrigramSimilarity
from django.db.models import Case, DecimalField, F, FloatField, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Greatest

from claims.models import PublishedClaim
from claims.record.words import SEARCH_CONFIGURATIONS
from claims.search.matches.lexical import quoted
from claims.search.other_words import Lexemes, OtherWord, other_words
from claims.search.query_words import QueryWord, plain, query_words
from claims.search.word_weights import LIST_WEIGHTS, WORTH_WEIGHT
from claims.text.search_words import searchable

LONGEST_QUERY = 300
UNSEARCHABLE = re.compile("[\x00-\x1f\x7f]")
# A minus in front of a word or a phrase. In front of a number it is part of the number's meaning, not a wish.
UNWANTED = re.compile(r'(?<!\S)-("[^"]*"|[^\W\d]\S*)')
SIGN = re.compile(r'["()&|!:*<>]')
# PostgreSQL takes each of them for a "not", and its parser fails on many in a row.
STRAY_MINUS = re.compile(r"(?<!\w)-+|-+(?!\w)")

MOST_WEIGHED = 200


class EveryConfiguration(SearchQuery):
    """The words as any of the search configurations understands them; one short function of the database."""

    def __init__(self, words: str) -> None:
        super().__init__(words, search_type="websearch")
        self.function = "claims_query"


class QueryTooLong(ValueError):
    """A query of more than ``LONGEST_QUERY`` characters."""

    def __init__(self) -> None:
        super().__init__(f"A search has at most {LONGEST_QUERY} characters.")


def matching(claims: QuerySet[PublishedClaim], query: str, *, best: int | None = None) -> QuerySet[PublishedClaim]:
    """Claims that fit the query, best first, with their ``rank``.

    Knows quotation marks, ``or`` and a leading minus, as search boxes do. When no claim has all the words, what begins
    like the last one and what is written nearly like an unknown one is looked for as well, as ``also_searched`` tells.
    When that is not enough, claims with any of the words are found instead, as ``has_every_word`` tells: a reader
    seldom types the words of the statement. A query without words finds nothing. With ``best``, only that many of the
    best are sure to be found, which is quicker. Raises :class:`QueryTooLong`.
    """
    words = UNSEARCHABLE.sub(" ", query).strip()
    if len(words) > LONGEST_QUERY:
        raise QueryTooLong
    # Apart from the rest: "not in one configuration or not in another" would let through what was not wanted.
    for unwanted in UNWANTED.findall(words):
        claims = claims.exclude(search=_in_every_configuration(unwanted))
    wanted = UNWANTED.sub(" ", words).strip()
    # Of a single word it does not matter how rare it is.
    asked = query_words(wanted) if len(wanted.split()) > 1 else []
    tsquery, has_every_word, also = _in_every_configuration(wanted), True, ""
    newest = _newest(claims.filter(search=tsquery))
    if not newest:
        asked = asked or query_words(wanted)
    if not newest and (more := _with_other_words(wanted, asked)):
        tsquery, also = more
        newest = _newest(claims.filter(search=tsquery))
    if not newest:
        any_word = any_word_query(wanted)
        tsquery, has_every_word = (any_word | tsquery if also else any_word), False
        newest = _newest(claims.filter(search=tsquery))
    ranked = _ranked(claims.filter(search=tsquery), _words_shared(tsquery, asked), wanted, newest, best)
    return ranked.annotate(has_every_word=Value(has_every_word), also_searched=Value(also))


def _with_other_words(wanted: str, asked: Sequence[QueryWord]) -> tuple[SearchQueryCombinable, str] | None:
    """All of the words, or others for them. Not of a search with signs: it says exactly what it wants."""
    words = wanted.split()
    if not words or any(SIGN.search(word) or word.casefold() == "or" for word in words):
        return None
    others: dict[str, list[OtherWord]] = {}
    for other in other_words(asked, plain(words[-1])):
        others.setdefault(other.instead_of.written, []).append(other)
    if not others:
        return None
    ways = [
        reduce(operator.or_, (Lexemes(other.lexemes) for other in others.get(plain(word), ())), _either(word))
        for word in words
    ]
    also = dict.fromkeys(word for each in others.values() for other in each for word in other.words)
    return reduce(operator.and_, ways), ", ".join(also)


def any_word_query(query: str) -> SearchQueryCombinable:
    """What has any of the wanted words, in every configuration."""
    wanted = UNWANTED.sub(" ", UNSEARCHABLE.sub(" ", query))
    return _either_way(wanted, lambda words: " or ".join(re.findall(r"\w+", words)))


def _either(word: str) -> SearchQueryCombinable:
    return _either_way(word, lambda way: way)


def _in_every_configuration(words: str) -> SearchQueryCombinable:
    return _either_way(words, lambda words: STRAY_MINUS.sub(" ", words))


def _either_way(words: str, prepared: Callable[[str], str]) -> SearchQueryCombinable:
    """As typed, which marks the words in texts and finds what was published before numbers were read, or as read."""
    ways = dict.fromkeys(prepared(way) for way in (words, searchable(words)))
    return reduce(operator.or_, (EveryConfiguration(way) for way in ways))


def _newest(found: QuerySet[PublishedClaim]) -> list[int]:
    """The numbers of the newest claims that fit, as many as are weighed.

    To weigh one claim its whole text is read. A word that thousands of claims have says little about any of them, so of
    those the newest are weighed and the others follow by date.
    """
    return list(found.order_by("-publication_id").values_list("publication_id", flat=True)[:MOST_WEIGHED])


def _ranked(
    found: QuerySet[PublishedClaim], shared: Any, words: str, newest: list[int], best: int | None
) -> QuerySet[PublishedClaim]:
    fit: Any = shared + _closeness(words) + _worth() * WORTH_WEIGHT
    if len(newest) == MOST_WEIGHED and best is not None and best <= MOST_WEIGHED:
        # What follows by date comes after all of these.
        found = found.filter(publication_id__gte=newest[-1])
    elif len(newest) == MOST_WEIGHED:
        fit = Case(When(publication_id__gte=newest[-1], then=fit), default=Value(0.0), output_field=FloatField())
    # A decimal of fixed length, so that a cursor can name a place in the order exactly.
    rank = Cast(fit, DecimalField(max_digits=12, decimal_places=8))
    return found.annotate(rank=rank).order_by("-rank", "-publication_id")


def _words_shared(tsquery: SearchQueryCombinable, asked: Sequence[QueryWord]) -> Any:
    """0 to about 1: each word by how rare it is, and by where and how often the claim says it (as BM25 does)."""
    if not asked:
        return SearchRank(F("search"), tsquery, weights=LIST_WEIGHTS)
    most = sum(word.rarity for word in asked) or 1.0
    shared: Any = Value(0.0)
    for word in asked:
        # The rank of one of several words is divided by their number; these are one word.
        weight = round(word.rarity / most * len(word.forms), 4)
        lexemes = Lexemes(" | ".join(map(quoted, word.forms)))
        shared += SearchRank(F("search"), lexemes, weights=LIST_WEIGHTS) * weight
    return shared


def _closeness(words: str) -> Greatest:
    """0 to 1: how much of the statement the query is, in its best language.

    Among statements that hold all the words, the one that says little else is the one that was meant.
    """
    return Greatest(
        *(
            TrigramSimilarity(
                Coalesce(KeyTextTransform(language, KeyTransform("statement", "document")), Value("")), words
            )
            for language in SEARCH_CONFIGURATIONS
        )
    )


def _worth() -> Coalesce:
    return Coalesce(Cast(KeyTextTransform("checkworthiness", "document"), FloatField()), Value(0.0))
