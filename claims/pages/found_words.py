"""The words of a search, marked in what it found."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.models import PublishedClaim
from claims.record import current_language
from claims.search import highlights


@dataclass(frozen=True)
class FoundWords:
    """Empty where a text has none of the words in the reader's language."""

    statement: str = ""
    summary: str = ""


def found_words(claim: PublishedClaim) -> FoundWords:
    marked = {
        one["field"]: _marked(one["text"], one["marks"])
        for one in highlights(claim)
        if one["language"] == current_language()
    }
    return FoundWords(**marked)


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> SafeString:
    ends = [0, *(end for _start, end in marks)]
    pieces = [(text[end:start], text[start:stop]) for end, (start, stop) in zip(ends, marks, strict=False)]
    html = format_html_join("", '{}<mark class="found">{}</mark>', pieces)
    return format_html('<bdi dir="auto">{}{}</bdi>', html, text[ends[-1] :])
