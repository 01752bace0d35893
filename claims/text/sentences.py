"""Split a text into sentences with honest offsets. sentencex finds the ends; the rules here join what it cuts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sentencex import segment

from claims.text import abbreviations

FALLBACK_LANGUAGE = "en"
LANGUAGES = frozenset({"en", "id"})
CLOSERS = "\"'”’»)]"
LONGEST_QUOTATION = 2000
# The splitter takes more than linear time on one long line, so it gets such a line in pieces.
LONGEST_PIECE = 5000
END_WITH_SPACE = re.compile(r"[.!?]\s+(?=\S)")
# To the splitter these would be quotation marks; the rules here know what they are.
APOSTROPHE_OR_INCHES = re.compile(r"(?<=\w)['’](?=\w)|(?<=\d)\"(?=\s)")
# These end a sentence although no white space follows.
IDEOGRAPHIC_END = re.compile(r"[。！？｡]+[”’」』）\"']*")
OPENING_QUOTE = re.compile(r'“|(?:(?<=[\s(\[{–—-])|\A)"(?=\S)')
SIMPLE_CHARACTERS = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "…": "."} | dict.fromkeys(
    "。．｡।॥۔", "."
)
SIMPLE_CHARACTERS |= {"！": "!", "？": "?", "؟": "?", "–": "-", "—": "-"}


@dataclass(frozen=True)
class Sentence:
    """``text`` is ``original[start:end]``, without white space at its ends; offsets are code points, end exclusive."""

    start: int
    end: int
    text: str


def split_sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of ``text`` in order; a line end always ends one. Other languages follow the English rules.

    Every character that is no white space lies in exactly one sentence. Never raises, whatever the text.
    """
    known = language if language in LANGUAGES else FALLBACK_LANGUAGE
    sentences: list[Sentence] = []
    line_start = 0
    for line in text.splitlines(keepends=True):
        for start, end in _joined(line, known):
            words = line[start:end]
            stripped = words.strip()
            if stripped:
                offset = line_start + start + len(words) - len(words.lstrip())
                sentences.append(Sentence(offset, offset + len(stripped), stripped))
        line_start += len(line)
    return sentences


def _ends(line: str, language: str) -> Iterator[int]:
    """Where the splitter ends a piece. It may say so for any place; the rules decide afterwards.

    It sees a stand-in of the line, ASCII alone and of the same length: on other white space than a blank, and on a
    lone surrogate, it fails in a way that no caller could catch.
    """
    stand_in = _stand_in(line)
    start = 0
    while start < len(line):
        end = _piece_end(stand_in, start)
        position = start
        for piece in segment(language, stand_in[start:end]):
            position += len(piece)
            if position < end or END_WITH_SPACE.search(stand_in, max(start, end - 9), end + 1):
                yield position
        start = end


def _ends_without_splitter(line: str) -> Iterator[int]:
    """Ends that the splitter does not see."""
    for pattern in (IDEOGRAPHIC_END, abbreviations.LABELLED_END):
        yield from (found.end() for found in pattern.finditer(line))


def _piece_end(stand_in: str, start: int) -> int:
    limit = start + LONGEST_PIECE
    if limit >= len(stand_in):
        return len(stand_in)
    ends = [found.end() for found in END_WITH_SPACE.finditer(stand_in, start, limit)]
    return ends[-1] if ends else limit


def _stand_in(line: str) -> str:
    return "".join([_simple(character) for character in APOSTROPHE_OR_INCHES.sub("x", line)])


@lru_cache(maxsize=4096)
def _simple(character: str) -> str:
    """The ASCII character that plays the same part in a sentence."""
    if character.isascii():
        return character
    if character.isspace():
        return " "
    if character.isdecimal():
        return "0"
    return SIMPLE_CHARACTERS.get(character) or ("X" if character.isupper() else "x" if character.isalnum() else "-")


def _joined(line: str, language: str) -> Iterator[tuple[int, int]]:
    """Spans of the line's sentences. Each look goes a bounded way back or ahead, so the whole stays linear."""
    start = 0
    for end in sorted({*_ends(line, language), *_ends_without_splitter(line)}):
        if start < end < len(line) and line[start:end].strip() and not _goes_on(line, start, end):
            yield start, end
            start = end
    yield start, len(line)


def _goes_on(line: str, start: int, end: int) -> bool:
    """Whether the sentence that began at ``start`` does not end at ``end``."""
    following = line[end : end + LONGEST_QUOTATION].lstrip()
    # Marks without a word, such as a lone bracket or dots, make no sentence of their own.
    if not any(character.isalnum() for character in following[:400]):
        return True
    before = line[max(start, end - abbreviations.REACH) : end]
    return (
        abbreviations.goes_on(before, following, from_line_start=not line[: min(start, 400)].strip())
        or _quotation_is_open(line, start, end)
        # “…!” kata Budi: the attribution belongs to the quotation.
        or (before.rstrip()[-1:] in tuple(CLOSERS) and following[0].islower())
    )


def _quotation_is_open(line: str, start: int, end: int) -> bool:
    """A quotation may hold several sentences; a mark that is never closed, or means inches, swallows nothing."""
    if end - start > LONGEST_QUOTATION:
        return False
    said = line[start:end]
    for mark, closing in (("“", "”"), ('"', '"')):
        openings = [found.start() for found in OPENING_QUOTE.finditer(said) if found[0] == mark]
        if openings and said.find(closing, openings[-1] + 1) < 0:
            return line.find(closing, end, start + LONGEST_QUOTATION) >= 0
    return False
