"""W3C text selectors: make them for a span, and find the span again in a changed text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from claims.text import fuzzy

CONTEXT_LENGTH = 32
# So many occurrences of a quote are compared by their context; one whose whole context fits is found beyond them.
MOST_OCCURRENCES = 2000
NUMBER_MARKS = ".,"


class AnchorState(StrEnum):
    """How the quote was found."""

    EXACT_POSITION = "exact-position"
    EXACT_QUOTE = "exact-quote"
    FUZZY_QUOTE = "fuzzy-quote"
    GONE = "gone"


@dataclass(frozen=True)
class Selector:
    """A TextPositionSelector and a TextQuoteSelector in one; offsets are code points, end exclusive."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    def as_web_annotation(self) -> list[dict[str, str | int]]:
        """The two selectors as the W3C Web Annotation data model writes them."""
        return [
            {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix},
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        ]


@dataclass(frozen=True)
class Anchor:
    """Where a quote is now. ``start`` and ``end`` are None when it is gone; ``score`` is 0 to 1."""

    state: AnchorState
    start: int | None
    end: int | None
    score: float


GONE = Anchor(AnchorState.GONE, None, None, 0.0)


def make_selector(text: str, start: int, end: int) -> Selector:
    """The selectors of ``text[start:end]``. Raises ``ValueError`` when that is no span of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}–{end} is not a place in a text of {len(text)} characters")
    return Selector(
        start,
        end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_LENGTH) : start],
        suffix=text[end : end + CONTEXT_LENGTH],
    )


def find_anchor(selector: Selector, text: str) -> Anchor:
    """Find the quote: at its exact position, else its exact words where the context fits best, else similar words.

    The same words at the old position count only if nothing there contradicts the context, or no other occurrence
    fits better: a short quote may stand at its old offset by accident. "40" is not found inside "400" or "40.000".
    Similar words are found as :mod:`claims.text.fuzzy` says.

    Time grows with the text's length alone: exact words are found by ``str.find``, at most ``MOST_OCCURRENCES`` of
    them are compared, and similar words are compared in a bounded number of passages.
    """
    if not selector.exact:
        return GONE
    start = _exact_quote(selector, text)
    if start is not None:
        state = AnchorState.EXACT_POSITION if start == selector.start else AnchorState.EXACT_QUOTE
        return Anchor(state, start, start + len(selector.exact), 1.0)
    match = fuzzy.best_match(selector.exact, selector.prefix, selector.suffix, selector.start, text)
    if match is None:
        return GONE
    return Anchor(AnchorState.FUZZY_QUOTE, match.start, match.end, match.score / 100)


def _exact_quote(selector: Selector, text: str) -> int | None:
    whole = selector.prefix + selector.exact + selector.suffix
    expected = selector.start - len(selector.prefix)
    if expected >= 0 and text.startswith(whole, expected) and _stands_alone(selector, text, selector.start):
        return selector.start
    in_context = [place + len(selector.prefix) for place in _occurrences(whole, text)]
    places = in_context or list(_occurrences(selector.exact, text))
    places = [place for place in places if _stands_alone(selector, text, place)]
    if not places:
        return None
    return max(places, key=lambda place: (_context_score(selector, text, place), -abs(place - selector.start)))


def _occurrences(words: str, text: str) -> Iterator[int]:
    """Where the words stand, those that overlap as well, at most ``MOST_OCCURRENCES`` of them."""
    place = text.find(words)
    for _ in range(MOST_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = text.find(words, place + 1)


def _stands_alone(selector: Selector, text: str, start: int) -> bool:
    """Whether the quote is as much a whole word or number here as it was where it was marked."""
    if not selector.prefix and selector.start > 0:
        # A selector from elsewhere may carry no context; it cannot tell whether it cut a word.
        return True
    end = start + len(selector.exact)
    exact = selector.exact
    begins_inside = _is_inside_word(text[max(0, start - 2) : start], exact)
    ends_inside = _is_inside_word(exact, text[end : end + 2])
    return (_is_inside_word(selector.prefix, exact) or not begins_inside) and (
        _is_inside_word(exact, selector.suffix) or not ends_inside
    )


def _is_inside_word(before: str, after: str) -> bool:
    """Whether a border between the two would cut a word, or a number such as 3.654 or 3,5."""
    if not before or not after:
        return False
    if before[-1].isalnum() and after[0].isalnum():
        return True
    tail, head = before[-2:], after[:2]
    return bool(
        (len(tail) == 2 and tail[0].isdigit() and tail[1] in NUMBER_MARKS and head[0].isdigit())
        or (len(head) == 2 and tail[-1].isdigit() and head[0] in NUMBER_MARKS and head[1].isdigit())
    )


def _context_score(selector: Selector, text: str, start: int) -> float:
    end = start + len(selector.exact)
    before = text[max(0, start - CONTEXT_LENGTH) : start]
    after = text[end : end + CONTEXT_LENGTH]
    return round(fuzz.ratio(before, selector.prefix) + fuzz.ratio(after, selector.suffix))
