"""Guess the language of a text by its small words. A guess fills a form in; a person corrects it."""

import re
from functools import cache

from justext import get_stoplist

NAMES = {
    "id": "Indonesian",
    "en": "English",
    "ms": "Malay",
    "jv": "Javanese",
    "su": "Sundanese",
    "nl": "Dutch",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "tl": "Tagalog",
    "vi": "Vietnamese",
    "ar": "Arabic",
    "ru": "Russian",
}
WORD = re.compile(r"[^\W\d_]+")
ENOUGH = 20_000
# In running text of a language, at least every third word is in its list; a headline may have none of them.
LEAST_SHARE = 0.3


def guess_language(text: str) -> str:
    """A BCP 47 code, or nothing when no language stands out."""
    words = [word.casefold() for word in WORD.findall(text[:ENOUGH])]
    if not words:
        return ""
    shares = {code: sum(word in small for word in words) / len(words) for code, small in _small_words().items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= LEAST_SHARE else ""


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {code: get_stoplist(name) for code, name in NAMES.items()}
