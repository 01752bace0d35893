"""Put marks into a text without changing it: nested and overlapping spans as properly nested elements."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# A line with the line ends around it: no character of the text is in none of them.
LINE = re.compile(r"(\n*)([^\n]+)(\n*)|\n+")


@dataclass(frozen=True, eq=False)
class Span:
    """``start`` and ``end`` are code points, end exclusive. ``subject`` is what the caller wants to find again.

    ``key`` is the slug of a claim, empty for other kinds, and ``number`` the one beside its verdict in the margin.
    """

    start: int
    end: int
    kind: str
    key: str = ""
    css: str = ""
    number: int = 0
    subject: Any = None


@dataclass(frozen=True)
class Line:
    """``start`` and ``end`` are those of its words; ``html`` has the line ends too. ``begins`` are spans first seen."""

    start: int
    end: int
    html: SafeString
    begins: list[Span]


@dataclass
class _Seen:
    spans: dict[Span, None] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)


def in_reading_order(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, -span.end, span.key))


def highlighted_lines(text: str, spans: Iterable[Span]) -> list[Line]:
    """Each line of ``text`` with its marks; the texts of all the HTML, put together, are ``text`` again.

    A claim's first mark carries ``id`` and ``data-claim``, so counting ``data-claim`` counts claims. Where another span
    or a line end cuts it, what follows is a mark with ``data-continued``; where the text says it again, one with
    ``data-repeated``.
    """
    ordered = in_reading_order(spans)
    seen = _Seen()
    lines = []
    for found in LINE.finditer(text):
        start, end = found.span(2) if found[2] else (found.end(), found.end())
        before = len(seen.spans)
        html = _line(text, start, end, ordered, seen)
        around = text[found.start() : start], text[end : found.end()]
        begins = list(seen.spans)[before:]
        lines.append(Line(start, end, mark_safe(around[0] + html + around[1]), begins))  # noqa: S308 - line ends
    return lines


def _line(text: str, start: int, end: int, spans: Sequence[Span], seen: _Seen) -> str:
    here = [span for span in spans if span.start < end and start < span.end and span.start < span.end]
    edges = {start, end, *(max(start, span.start) for span in here), *(min(end, span.end) for span in here)}
    parts: list[str] = []
    stack: list[Span] = []
    for left, right in pairwise(sorted(edges)):
        wanted = [span for span in here if span.start <= left and right <= span.end]
        keep = _common(stack, wanted)
        parts += [_close(span) for span in reversed(stack[keep:])]
        parts += [_open(span, seen) for span in wanted[keep:]]
        parts.append(escape(text[left:right]))
        stack = wanted
    parts += [_close(span) for span in reversed(stack)]
    return "".join(parts)


def _common(one: list[Span], other: list[Span]) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] is other[length]:
        length += 1
    return length


def _open(span: Span, seen: _Seen) -> str:
    continued, repeated = span in seen.spans, span.key in seen.keys
    seen.spans[span] = None
    if span.kind != "claim":
        return format_html('<span class="{}">', span.kind)
    if continued:
        return format_html('<mark class="{}" data-continued="{}">', span.css, span.key)
    if repeated:
        return format_html('<mark class="{}" data-repeated="{}" data-number="{}">', span.css, span.key, span.number)
    seen.keys.add(span.key)
    return format_html(
        '<mark class="{0}" id="claim-{1}" data-claim="{1}" data-number="{2}">', span.css, span.key, span.number
    )


def _close(span: Span) -> str:
    return "</mark>" if span.kind == "claim" else "</span>"
