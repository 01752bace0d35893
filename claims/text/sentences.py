"""Split a text into sentences with honest offsets. sentencex finds the ends; the rules below join what it cuts."""

import re
from dataclasses import dataclass

from sentencex import segment

FALLBACK_LANGUAGE = "en"
LANGUAGES = frozenset({"en", "id"})

# Abbreviations that a name or a number follows, so that a full stop after them ends no sentence.
ABBREVIATIONS = frozenset(
    """
    a.l a.n alm almh bpk cq d.a dkk dr dra drg drs dst gg h hal hj hlm inc ir jend jl jln jr jr kab kapt kec kel kep kol
    kompol komjen kom ltd letjen mayjen mr mrs ms nn no nos ny op pp prof psl pt rp rs sdr sdri sda sr st tbk tgl tn tsb
    u.b u.p u.s u.k u.n e.g i.e etc vs viz vol cf ca ed eds est fig gen gov rep sen sgt capt col lt maj brigjen
    s.h s.e s.t s.pd s.kom s.sos m.h m.si m.m m.pd m.sc ph.d b.a b.sc llm a.s r.i d.c co corp dept univ approx jan feb
    mar apr jun jul aug sep sept oct nov dec
    """.split()  # noqa: SIM905 - words are read best as words
)
# These may end a sentence as well; they join only what goes on in lower case.
SENTENCE_ENDING = frozenset(
    {
        "dll",
        "dsb",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "u.s",
        "u.k",
        "u.n",
        "a.s",
        "r.i",
        "d.c",
        "tbk",
        "ph.d",
        "jr",
        "sr",
    }
)
LAST_WORD = re.compile(r"([^\s(\"“‘'\[]+)\.\s*$")
INITIAL = re.compile(r"(?:^|[\s(\"“])(?:[A-Z]\.\s?)+$")
CLOSERS = "\"'”’»)]"
LONGEST_QUOTATION = 2000


@dataclass(frozen=True)
class Sentence:
    """``text`` is ``original[start:end]``, without white space at its ends; offsets are code points, end exclusive."""

    start: int
    end: int
    text: str


def split_sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of ``text`` in order; a line end always ends one. Other languages follow the English rules."""
    known = language if language in LANGUAGES else FALLBACK_LANGUAGE
    sentences: list[Sentence] = []
    line_start = 0
    for line in text.splitlines(keepends=True):
        for start, end in _join(line, _pieces(line, known)):
            words = line[start:end]
            stripped = words.strip()
            if stripped:
                offset = line_start + start + len(words) - len(words.lstrip())
                sentences.append(Sentence(offset, offset + len(stripped), stripped))
        line_start += len(line)
    return sentences


def _pieces(line: str, language: str) -> list[tuple[int, int]]:
    """The splitter's pieces as spans. Should they not add up to the line, the line stays whole."""
    spans, position = [], 0
    for piece in segment(language, line):
        spans.append((position, position + len(piece)))
        position += len(piece)
        if line[spans[-1][0] : position] != piece:
            return [(0, len(line))]
    if position < len(line):
        spans.append((position, len(line)))
    return spans


def _join(line: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and _belongs_together(line[joined[-1][0] : joined[-1][1]], line[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _belongs_together(before: str, after: str) -> bool:
    following = after.lstrip()
    if not before.strip() or not following:
        return True
    return (
        not any(character.isalnum() for character in following)
        or _ends_in_abbreviation(before, following)
        or _quotation_is_open(before)
        or _goes_on_after_quotation(before, following)
    )


def _ends_in_abbreviation(before: str, following: str) -> bool:
    if INITIAL.search(before.rstrip()) and following[0].isupper():
        return before.rstrip()[-3:] not in ("U.S", ".S.") or following[0].islower()
    found = LAST_WORD.search(before)
    if found is None:
        return False
    word = found[1].casefold()
    if word in SENTENCE_ENDING:
        return following[0].islower() or following[0].isdigit()
    return word in ABBREVIATIONS


def _quotation_is_open(before: str) -> bool:
    """A quotation may hold several sentences; a mark that is never closed must not swallow the rest."""
    if len(before) > LONGEST_QUOTATION:
        return False
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _goes_on_after_quotation(before: str, following: str) -> bool:
    """“…!” kata Budi: the attribution belongs to the quotation."""
    return before.rstrip()[-1] in CLOSERS and following[0].islower()
