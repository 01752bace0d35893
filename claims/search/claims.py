"""Full-text search over the published claims, in every language of the site at once."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryCombinable, SearchRank, TrigramSimilarity
from django.db.models import Case, DecimalField, F, FloatField, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Greatest

from claims.models import PublishedClaim
from claims.record.words import SEARCH_CONFIGURATIONS
from claims.search.first_look import FirstLook, first_look
from claims.search.query_language import ByIndex, Lexemes, asked_words, every_word_query, quoted, unwanted, wanted
from claims.search.query_words import QueryWord
from claims.search.word_weights import LIST_WEIGHTS, WORTH_WEIGHT


def matching(claims: QuerySet[PublishedClaim], query: str, *, best: int | None = None) -> QuerySet[PublishedClaim]:
    """Claims that fit the query, best first, with their ``rank``; asks the database once, and again when it is read.

    Knows quotation marks, ``or`` and a leading minus, as search boxes do. When no claim has all the words, what begins
    like the last one and what is written nearly like an unknown one is looked for as well, as ``also_searched`` tells.
    When that is not enough, claims with any of the words are found instead, as ``has_every_word`` tells: a reader
    seldom types the words of the statement. A query without words finds nothing. With ``best``, only that many of the
    best are sure to be found, which is quicker. Raises :class:`QueryTooLong`.
    """
    words = asked_words(query)
    # Apart from the rest: "not in one configuration or not in another" would let through what was not wanted.
    for each in unwanted(words):
        claims = claims.exclude(search=every_word_query(each))
    sought = wanted(words)
    look = first_look(claims, sought)
    ranked = _ranked(claims, look, sought, best)
    return ranked.annotate(
        has_every_word=Value(look.has_every_word), also_searched=Value(look.also_searched, ArrayField(TextField()))
    )


def _ranked(
    claims: QuerySet[PublishedClaim], look: FirstLook, words: str, best: int | None
) -> QuerySet[PublishedClaim]:
    fit: Any = _words_shared(look.query, look.words) + _closeness(words) + _worth() * WORTH_WEIGHT
    if look.slugs is not None:
        found = claims.filter(slug__in=look.slugs) if look.slugs else claims.none()
    elif best is not None and best <= len(look.newest):
        # What follows by date comes after all of these.
        found = claims.filter(search=look.query, publication_id__gte=look.newest[-1])
    else:
        found = claims.filter(search=ByIndex(look.query))
        weighed = When(publication_id__gte=look.newest[-1], then=fit)
        fit = Case(weighed, default=Value(0.0), output_field=FloatField())
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
