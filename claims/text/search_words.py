"""A text as full-text search should read it: one way to write each number, each acronym and each unit.

Documents and queries go through the same function, so what differs only in writing is the same word to the database.
"""

import re

from claims.text.normalisation import DASHES, INVISIBLE, QUOTES
from claims.text.numbers import with_digits

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
INVISIBLE_CHARACTERS = re.compile(f"[{''.join(sorted(INVISIBLE))}]")
# U.S., A.S., U.S.A.
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
# Acronyms that are small words in lower case, which no index keeps.
SMALL_WORDS = re.compile(r"\b(?:WHO|IT|IS|AM|AS)\b")
LOWER = re.compile(r"[a-z]{3}")
# COVID-19, GPT-4: whole, and by the name alone.
NUMBERED = re.compile(r"\b([^\W\d_]{2,})-(\d+)\b")
JOINED = re.compile(r"(?<=\d)-(?=[^\W\d_])|(?<=[^\W_])-(?=\d)")
UNITS = (
    (re.compile(r"%|\bper\s?cent\b|\bpersen\b", re.IGNORECASE), " percent "),
    (re.compile(r"\bUS\$|\$|\bUSD\b|\bdolar\b", re.IGNORECASE), " dollar "),
    (re.compile(r"\bRp\.?(?=\s?\d)|\bIDR\b"), " rupiah "),
    (re.compile(r"\b(?:km|kilometres?|kilometers?)\b", re.IGNORECASE), " kilometer "),
    (re.compile(r"\b(?:kg|kilos?|kilograms?)\b", re.IGNORECASE), " kilogram "),
)


def searchable(text: str) -> str:
    """Never raises. What the database cannot hold becomes a blank."""
    plain = INVISIBLE_CHARACTERS.sub("", CONTROL.sub(" ", text)).translate(QUOTES).translate(DASHES)
    acronyms = DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
    if LOWER.search(acronyms):
        acronyms = SMALL_WORDS.sub(lambda match: f"{match[0]}acronym", acronyms)
    digits = with_digits(acronyms)
    for pattern, unit in UNITS:
        digits = pattern.sub(unit, digits)
    return JOINED.sub(" ", NUMBERED.sub(r"\1\2 \1", digits))
