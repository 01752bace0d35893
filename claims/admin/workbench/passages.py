"""The text in pieces: which claims lie on which words. Laid end to end, the pieces are the text."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.models import Appearance

# Whichever claim of a piece is furthest decides how the piece looks.
FURTHEST = ("published", "accepted", "candidate", "dismissed", "boilerplate")


@dataclass(frozen=True)
class Piece:
    """``look`` is one of ``FURTHEST`` or nothing; ``claims`` are the keys of the claims made here."""

    text: str
    look: str = ""
    claims: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    look: str
    claim: int | None = None


def pieces(
    text: str, places: Iterable[tuple[Appearance, str]], boilerplate: Iterable[dict[str, int]]
) -> Iterator[Piece]:
    """``places`` are appearances in this very text, each with the look of its claim."""
    spans = [_Span(row.start, row.end, look, row.claim_id) for row, look in places]
    spans += [_Span(span["start"], span["end"], "boilerplate") for span in boilerplate]
    begins, ends = _by_place(spans)
    open_spans: list[_Span] = []
    borders = sorted({0, len(text), *begins, *ends})
    for start, end in itertools.pairwise(borders):
        open_spans = [span for span in open_spans if span.end > start] + begins.get(start, [])
        yield _piece(text[start:end], open_spans)


def _by_place(spans: list[_Span]) -> tuple[dict[int, list[_Span]], set[int]]:
    begins: dict[int, list[_Span]] = {}
    for span in spans:
        begins.setdefault(span.start, []).append(span)
    return begins, {span.end for span in spans}


def _piece(text: str, spans: list[_Span]) -> Piece:
    if not spans:
        return Piece(text)
    look = min((span.look for span in spans), key=FURTHEST.index)
    return Piece(text, look, tuple(sorted({span.claim for span in spans if span.claim is not None})))
