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
ACRONYM = "acronym"
SMALL_ACRONYMS = re.compile(r"\b(?:WHO|IT|IS|AM|AS)\b")
# What every text has says nothing of any. The database leaves out the English ones in English, and has no list for
# Indonesian.
SMALL_WORDS = frozenset(
    """
    ada adalah agar akan antara apa apakah atas atau bagi bahwa banyak beberapa bisa dalam dan dapat dari demi
    dengan di dia hal hanya hingga ia ini itu jadi jika juga kami karena ke kepada kita lagi lain lalu lebih maka
    masih melalui mereka nya oleh pada para pun saat saja sampai sangat saya sebagai sebuah secara sedang sehingga
    sejak sekitar selama seperti sesuatu setelah setiap suatu sudah supaya tapi telah tentang terhadap tersebut
    tetapi untuk yaitu yakni yang a about after all also an and any are as at be been before being but by can could
    did do does for from had has have he her him his how i if in into is it its just may me more most my of on or
    our out over she should so some such than that the their them then there these they this those to up was we were
    what when where which while who will with would you your
    """.split()  # noqa: SIM905 - a list of words is read as words
)
AROUND = "\"'()[]{}<>.,;:!?…«»*_-"
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
        acronyms = SMALL_ACRONYMS.sub(lambda match: f"{match[0]}{ACRONYM}", acronyms)
    digits = with_digits(acronyms)
    for pattern, unit in UNITS:
        digits = pattern.sub(unit, digits)
    return JOINED.sub(" ", NUMBERED.sub(r"\1\2 \1", digits))


def as_written(word: str) -> str:
    """A word of a searchable text as people read it: without what was put to it, and without the signs around it."""
    return word.strip(AROUND).removesuffix(ACRONYM)
