"""The words of a search, each in the forms in which the database has it, with how rare it is among the claims."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from claims.search.matches.lexical import Terms
from claims.search.word_weights import rarity
from claims.text.normalisation import fold
from claims.text.search_words import AROUND, SMALL_WORDS, searchable

# The rarest of a long query; the others say little.
MOST_WORDS = 16


@dataclass(frozen=True)
class QueryWord:
    """``forms`` are its stems in the languages of the site, and itself."""

    forms: tuple[str, ...]
    rarity: float


def typed_words(query: str) -> list[str]:
    """As typed and as read (“forty”, “40”), each once; not what every text has."""
    typed = dict.fromkeys([*query.split(), *searchable(query).split()])
    return [word for word in typed if plain(word) and plain(word) not in SMALL_WORDS]


def query_words(words: Sequence[str], languages: Sequence[Terms]) -> list[QueryWord]:
    """The typed words that any language has an index for, the rarest first."""
    found = [each for word in words if (each := _query_word(word, languages))]
    return sorted(found, key=lambda each: -each.rarity)[:MOST_WORDS]


def _query_word(word: str, languages: Sequence[Terms]) -> QueryWord | None:
    """None for what no index has, such as “the”."""
    terms = [(each, term) for each in languages for term, written in each.words.items() if written == word]
    if not terms:
        return None
    forms = tuple(dict.fromkeys([*(term for _, term in terms), plain(word)]))
    # Where it is most frequent: a word of one language is rare in all the others.
    return QueryWord(forms, min(rarity(each.frequencies[term], each.documents) for each, term in terms))


def plain(word: str) -> str:
    """As the database has it that knows nothing of languages: folded, and without accents."""
    letters = unicodedata.normalize("NFKD", fold(word.strip(AROUND)))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
