"""Find what a news site puts around a story: links to other stories, headline lists, disclaimers."""

import re
from dataclasses import dataclass

from claims.text.sentences import Sentence, split_sentences

READ_ALSO = re.compile(
    r"^(baca|simak|lihat|tonton)( juga)?\s*:\s*\S|^(read|see|watch) (also|more)\s*:\s*\S", re.IGNORECASE
)
# What is left of a table of thumbnails when a page is turned into text.
HEADLINE_IN_TABLE = re.compile(r"^[^|]+\|$")
TABLE_REMAINS = re.compile(r"^(!\[[^\]]*\]\([^)]*\)\s*\|?|-{3,}\s*\|?)$")
DISCLAIMER = re.compile(
    r"^isi komentar sepenuhnya (adalah )?tanggung jawab"
    r"|^(the )?(content of )?comments? (are|is) the (sole )?responsibility",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class BoilerplateSpan:
    """``kind`` is ``read-also-link``, ``related-headline-list`` or ``comment-disclaimer``; offsets in code points."""

    kind: str
    start: int
    end: int


def find_boilerplate(text: str, language: str) -> list[BoilerplateSpan]:
    """The parts of an article's text that are not the story, in order.

    A headline list counts only with the remains of its table around it, so that a line that happens to end in a bar,
    or a real table of several columns, stays part of the story. ``language`` is not needed for the kinds known today:
    Indonesian sites use English link words as well.
    """
    lines = _lines(text)
    spans = [
        BoilerplateSpan(kind, start, end)
        for start, end, line in lines
        for kind, pattern in (("read-also-link", READ_ALSO), ("comment-disclaimer", DISCLAIMER))
        if pattern.search(line)
    ]
    return sorted([*spans, *_headline_lists(lines)], key=lambda span: span.start)


def not_boilerplate_sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of the story itself."""
    spans = find_boilerplate(text, language)
    return [
        sentence
        for sentence in split_sentences(text, language)
        if not any(span.start < sentence.end and sentence.start < span.end for span in spans)
    ]


def _lines(text: str) -> list[tuple[int, int, str]]:
    rows, position = [], 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        start = position + len(line) - len(line.lstrip())
        rows.append((start, start + len(stripped), stripped))
        position += len(line)
    return rows


def _headline_lists(lines: list[tuple[int, int, str]]) -> list[BoilerplateSpan]:
    spans: list[BoilerplateSpan] = []
    run: list[tuple[int, int, str]] = []
    for row in [*lines, (0, 0, "")]:
        if HEADLINE_IN_TABLE.match(row[2]) or TABLE_REMAINS.match(row[2]):
            run.append(row)
            continue
        if _is_headline_list(run):
            spans.append(BoilerplateSpan("related-headline-list", run[0][0], run[-1][1]))
        run = []
    return spans


def _is_headline_list(run: list[tuple[int, int, str]]) -> bool:
    headlines = sum(not TABLE_REMAINS.match(line) for _start, _end, line in run)
    return headlines >= 1 and len(run) > headlines
