"""Put marks into a text without changing it: nested and overlapping spans as properly nested elements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Span:
    """``start`` and ``end`` are code points, end exclusive. ``key`` is the slug of a claim, empty for other kinds."""

    start: int
    end: int
    kind: str
    key: str = ""
    css: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One line of the text. ``claims`` and ``not_checkable`` begin in it, in reading order."""

    html: SafeString
    text: str
    claims: list[Any]
    not_checkable: list[Any]
    boilerplate: bool


def highlighted_lines(text: str, spans: Iterable[Span]) -> list[tuple[int, int, SafeString]]:
    """Each line of ``text`` with its marks, as start, end and HTML.

    A claim's first mark carries ``id`` and ``data-claim``; where another span or a line end cuts it, what follows is a
    mark with ``data-continued``, so counting ``data-claim`` counts claims. The text of the HTML is the line's text.
    """
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.key))
    opened: set[Span] = set()
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        lines.append((start, end, _line(text, start, end, ordered, opened)))
        start = end + 1
    return lines


def _line(text: str, start: int, end: int, spans: Sequence[Span], opened: set[Span]) -> SafeString:
    here = [span for span in spans if span.start < end and start < span.end]
    edges = {start, end, *(max(start, span.start) for span in here), *(min(end, span.end) for span in here)}
    parts: list[str] = []
    stack: list[Span] = []
    for left, right in pairwise(sorted(edges)):
        wanted = [span for span in here if span.start <= left and right <= span.end]
        keep = _common(stack, wanted)
        parts += [_close(span) for span in reversed(stack[keep:])]
        parts += [_open(span, opened) for span in wanted[keep:]]
        parts.append(escape(text[left:right]))
        stack = wanted
    parts += [_close(span) for span in reversed(stack)]
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped or our own tag


def _common(one: list[Span], other: list[Span]) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _open(span: Span, opened: set[Span]) -> str:
    if span.kind != "claim":
        return format_html('<span class="{}">', span.kind)
    if span in opened:
        return format_html('<mark class="{}" data-continued="{}">', span.css, span.key)
    opened.add(span)
    return format_html('<mark class="{}" id="claim-{}" data-claim="{}">', span.css, span.key, span.key)


def _close(span: Span) -> str:
    return "</mark>" if span.kind == "claim" else "</span>"
