"""Find what a news site puts around a story: links to other stories, headline lists, disclaimers."""

import re
from dataclasses import dataclass

from claims.text.sentences import Sentence, split_sentences

# "Lihat:" and "See:" alone point to a table as well, so they need their "juga" and "also".
READ_ALSO = re.compile(
    r"^[\W_]*(?:(?:baca|simak|tonton)(?: juga)?|lihat juga|(?:read|see|watch) also|(?:read|watch) more)\W*?\s*:(?!//)",
    re.IGNORECASE,
)
# A sentence that begins like a link: headlines end without a full stop and are short.
PROSE = re.compile(r"\.[\"”’')]*$|[.!?]\s+\S+(?:\s+\S+){5}")
LONGEST_LINK_LINE = 250
QUOTED = ("“", '"', "'", "‘", "«")
# What is left of a table of thumbnails when a page is turned into text.
# Each part of it looks at a character once: a line may be as long as the whole text.
HEADLINE_ROW = re.compile(r"^(?=[^|]*\|$)[^|\w]*\w")
IMAGE_ROW = re.compile(r"^!\[[^\]]*\]\([^)]*\)\s*\|?$")
RULE_ROW = re.compile(r"^:?-{3,}:?\s*\|$")
DISCLAIMER = re.compile(
    r"^isi komentar sepenuhnya (?:adalah |menjadi )?tanggung jawab"
    r"|^(?:the content of )?comments? (?:are|is) (?:entirely |solely )?the (?:sole )?responsibility of (?:the |their )?"
    r"(?:user|poster|author|reader|writer|commenter)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class BoilerplateSpan:
    """``kind`` is ``read-also-link``, ``related-headline-list`` or ``comment-disclaimer``; offsets in code points."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class _Line:
    """A line without the white space at its ends."""

    start: int
    end: int
    words: str


def find_boilerplate(text: str, language: str) -> list[BoilerplateSpan]:
    """The parts of an article's text that are not the story, in order, without the line end behind them.

    A headline list counts only with the remains of its thumbnails or of several tables, so that a line that happens
    to end in a bar, or a real table, stays part of the story. ``language`` is not needed for the kinds known today:
    Indonesian sites use English link words as well.
    """
    lines = _lines(text)
    spans = [
        BoilerplateSpan(kind, line.start, line.end) for line in lines if (kind := _kind_of_line(line.words)) is not None
    ]
    return sorted([*spans, *_headline_lists(lines)], key=lambda span: span.start)


def not_boilerplate_sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of the story itself."""
    spans = find_boilerplate(text, language)
    kept, position = [], 0
    for sentence in split_sentences(text, language):
        while position < len(spans) and spans[position].end <= sentence.start:
            position += 1
        if position == len(spans) or sentence.end <= spans[position].start:
            kept.append(sentence)
    return kept


def _kind_of_line(words: str) -> str | None:
    if DISCLAIMER.match(words):
        return "comment-disclaimer"
    # A long line is not even looked at: it is prose.
    if len(words) > LONGEST_LINK_LINE or words.startswith(QUOTED) or not READ_ALSO.match(words) or PROSE.search(words):
        return None
    return "read-also-link"


def _lines(text: str) -> list[_Line]:
    rows, position = [], 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        start = position + len(line) - len(line.lstrip())
        rows.append(_Line(start, start + len(stripped), stripped))
        position += len(line)
    return rows


def _headline_lists(lines: list[_Line]) -> list[BoilerplateSpan]:
    """Runs of rows; empty lines between them do not end a run."""
    spans: list[BoilerplateSpan] = []
    run: list[_Line] = []
    for line in [*lines, _Line(0, 0, "end")]:
        if _is_row(line.words):
            run.append(line)
        elif line.words:
            if _is_headline_list(run):
                spans.append(BoilerplateSpan("related-headline-list", run[0].start, run[-1].end))
            run = []
    return spans


def _is_row(words: str) -> bool:
    return any(pattern.match(words) for pattern in (HEADLINE_ROW, IMAGE_ROW, RULE_ROW))


def _is_headline_list(run: list[_Line]) -> bool:
    images = sum(IMAGE_ROW.match(line.words) is not None for line in run)
    rules = sum(RULE_ROW.match(line.words) is not None for line in run)
    # A table of one column has a single rule and no picture.
    return len(run) > images + rules and (images > 0 or rules > 1)
