"""Numbers in Indonesian and English, in words or in digits: “empat puluh”, “forty” and “40+” are one number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

ONES = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
}
WHOLE = {"seratus": 100, "seribu": 1_000, "sejuta": 1_000_000}
BEGINNINGS = frozenset(ONES) | frozenset(WHOLE)
# Multiply what stands before them: “dua puluh”, “three hundred”. “belas” adds ten.
SMALL = {"puluh": 10, "ratus": 100, "hundred": 100}
TEEN = "belas"
LARGE = {
    "ribu": 10**3,
    "thousand": 10**3,
    "juta": 10**6,
    "million": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "billion": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
    "trillion": 10**12,
}
# Behind digits only, and without a blank: $400k, 1.5m, 3bn.
LETTERS = {"k": 10**3, "rb": 10**3, "m": 10**6, "mn": 10**6, "jt": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
# “one of them”, “salah satu”, “a hundred reasons”: alone they seldom count anything.
SELDOM_COUNT = {"one", "satu"}

# No thousands begin with a nought: “0 100” are two numbers.
DIGITS = r"[1-9]\d{0,2}(?:[.,' \u00a0\u202f]\d{3})+(?![\d.,]?\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
PIECE = re.compile(
    rf"(?P<digits>(?<![\w.,])(?:{DIGITS}))(?P<letters>(?:k|rb|mn?|jt|bn?|tn)(?!\w))?(?:st|nd|rd|th)?\b|(?P<word>(?<![^\W\d_])(?!and\b)[^\W\d_]+)",
    re.IGNORECASE,
)
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,' \u00a0\u202f]\d{3})+(?!\d)")
GAP = re.compile(r"[\s-]{1,3}")
# “two hundred and fifty”; the word itself is never taken for a piece.
GAP_WITH_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
BEFORE_AND = {"hundred", "thousand"}
LONGEST_DIGITS = 30


@dataclass(frozen=True)
class Number:
    """``value`` as canonical digits: “40”, “1.5”, “1500000”. The span is in code points, end exclusive."""

    value: str
    start: int
    end: int


@dataclass
class _Reading:
    """A number that is being read from left to right."""

    start: int
    end: int = 0
    total: Decimal = Decimal(0)
    group: Decimal | None = None
    pieces: int = 0
    only: str = ""
    was_ones: bool = False

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or 0)


def numbers(text: str) -> list[Number]:
    """All numbers of the text in order."""
    return list(_numbers(text))


def with_digits(text: str) -> str:
    """The same text with every number in canonical digits."""
    written: list[str] = []
    place = 0
    for number in _numbers(text):
        written += [text[place : number.start], number.value]
        place = number.end
    return "".join([*written, text[place:]])


def _numbers(text: str) -> Iterator[Number]:
    reading: _Reading | None = None
    for piece in PIECE.finditer(text):
        if reading and _follows(reading, piece, text) and _read(reading, piece):
            continue
        if reading and (number := _finished(reading)):
            yield number
        reading = _begun(piece)
    if reading and (number := _finished(reading)):
        yield number


def _follows(reading: _Reading, piece: re.Match[str], text: str) -> bool:
    if piece["digits"] is not None:
        return False
    gap = GAP_WITH_AND if reading.only in BEFORE_AND else GAP
    return any(pattern.fullmatch(text, reading.end, piece.start()) for pattern in {gap, GAP})


def _begun(piece: re.Match[str]) -> _Reading | None:
    digits = piece["digits"]
    # Most words begin no number.
    if digits is None and piece["word"].casefold() not in BEGINNINGS:
        return None
    reading = _Reading(piece.start())
    if digits is not None:
        if not _is_one_number(digits):
            return None
        reading.group = _value(digits) * LETTERS.get((piece["letters"] or "").casefold(), 1)
        reading.end, reading.pieces = piece.end(), 1
        return reading
    return reading if _read(reading, piece) else None


def _read(reading: _Reading, piece: re.Match[str]) -> bool:
    """Take one more word into the number; False when it does not belong to it."""
    word = piece["word"].casefold()
    if word in WHOLE:
        if reading.group is not None:
            return False
        reading.group = Decimal(WHOLE[word])
    elif word in ONES:
        if not _takes_ones(reading, ONES[word]):
            return False
        reading.group = (reading.group or Decimal(0)) + ONES[word]
    elif reading.group is None or not _multiplied(reading, word):
        return False
    reading.was_ones = word in ONES and ONES[word] < 10
    reading.end, reading.pieces, reading.only = piece.end(), reading.pieces + 1, word
    return True


def _takes_ones(reading: _Reading, ones: int) -> bool:
    """“twenty one” and “seratus dua” are one number; “two three” and “five twenty” are two."""
    return reading.group is None or (
        not reading.was_ones and reading.group % 10 == 0 and (ones < 10 or reading.group % 100 == 0)
    )


def _multiplied(reading: _Reading, word: str) -> bool:
    group = reading.group or Decimal(0)
    if word == TEEN:
        reading.group = group + 10
    elif word in SMALL:
        # “dua ratus lima puluh”: only the last digit is multiplied.
        last = group % 10 if reading.pieces > 1 else group
        reading.group = group - last + last * SMALL[word]
    elif word in LARGE:
        reading.total, reading.group = reading.total + group * LARGE[word], None
        if reading.total == 0:
            return False
    else:
        return False
    return True


def _finished(reading: _Reading) -> Number | None:
    if reading.pieces == 1 and reading.only in SELDOM_COUNT:
        return None
    return Number(_canonical(reading.value), reading.start, reading.end)


def _is_one_number(digits: str) -> bool:
    """Not “3.5.1” or “1,2,3”, and nothing so long that nobody counts with it."""
    return len(digits) <= LONGEST_DIGITS and (
        THOUSANDS.match(digits) is not None or sum(digits.count(mark) for mark in ".,") <= 1
    )


def _value(digits: str) -> Decimal:
    """Three digits behind a mark are thousands in both languages; other digits behind the last mark are decimals."""
    whole = THOUSANDS.match(digits)
    if whole:
        rest = digits[whole.end() :].lstrip(".,")
        return Decimal(re.sub(r"\D", "", whole[0]) + (f".{rest}" if rest.isdigit() else ""))
    whole_part, mark, decimals = digits.replace(",", ".").rpartition(".")
    return Decimal(f"{re.sub(r'[^0-9]', '', whole_part) or 0}.{decimals}" if mark else decimals)


def _canonical(value: Decimal) -> str:
    written = f"{value.normalize():f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
