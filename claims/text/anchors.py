"""W3C text selectors: make them for a span, and find the span again in a changed text."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

CONTEXT_LENGTH = 32
# Below this share of equal characters a passage merely resembles the quote (rapidfuzz ratio, 0 to 100).
FUZZY_THRESHOLD = 80.0
LONGEST_FUZZY_QUOTE = 2000
# A quote is looked for among passages that share its rarer words; these many are compared in full.
MOST_CANDIDATES = 40
WORD = re.compile(r"\w+")


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

    Linear in the text: the exact search is ``str.find``, and the fuzzy one compares only passages of the quote's
    length around places where its rarest words occur, at most ``MOST_CANDIDATES`` of them.
    """
    if text[selector.start : selector.end] == selector.exact:
        return Anchor(AnchorState.EXACT_POSITION, selector.start, selector.end, 1.0)
    return _exact_quote(selector, text) or _fuzzy_quote(selector, text) or GONE


def _exact_quote(selector: Selector, text: str) -> Anchor | None:
    places = [found.start() for found in re.finditer(f"(?={re.escape(selector.exact)})", text)]
    if not places:
        return None
    start = max(places, key=lambda place: (_context_score(selector, text, place), -abs(place - selector.start)))
    return Anchor(AnchorState.EXACT_QUOTE, start, start + len(selector.exact), 1.0)


def _context_score(selector: Selector, text: str, start: int) -> float:
    end = start + len(selector.exact)
    before = text[max(0, start - CONTEXT_LENGTH) : start]
    after = text[end : end + CONTEXT_LENGTH]
    return round(fuzz.ratio(before, selector.prefix) + fuzz.ratio(after, selector.suffix))


def _fuzzy_quote(selector: Selector, text: str) -> Anchor | None:
    exact = selector.exact
    if len(exact) > LONGEST_FUZZY_QUOTE:
        return None
    best: tuple[float, int, int] | None = None
    for window_start, window_end in _windows(exact, text):
        found = fuzz.partial_ratio_alignment(exact, text[window_start:window_end], score_cutoff=FUZZY_THRESHOLD - 10)
        if found is None:
            continue
        start, end = _snapped(text, window_start + found.dest_start, window_start + found.dest_end)
        score = fuzz.ratio(exact, text[start:end])
        if score >= FUZZY_THRESHOLD and (best is None or score > best[0]):
            best = (score, start, end)
    if best is None:
        return None
    return Anchor(AnchorState.FUZZY_QUOTE, best[1], best[2], best[0] / 100)


def _windows(exact: str, text: str) -> list[tuple[int, int]]:
    """Passages around the places of the quote's rarest words, where a changed quote can still be."""
    places: dict[str, list[int]] = {word.casefold(): [] for word in WORD.findall(exact)}
    for found in WORD.finditer(text):
        rows = places.get(found[0].casefold())
        if rows is not None:
            rows.append(found.start())
    rarest_first = sorted((rows for rows in places.values() if rows), key=len)
    windows: dict[int, tuple[int, int]] = {}
    for rows in rarest_first:
        for place in rows:
            # Neighbouring words of one passage fall into the same bucket and are compared once.
            bucket = place // max(1, len(exact))
            windows.setdefault(bucket, (max(0, place - 2 * len(exact)), min(len(text), place + 2 * len(exact))))
            if len(windows) >= MOST_CANDIDATES:
                return list(windows.values())
    return list(windows.values())


def _snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen to whole words, then drop white space at the ends."""
    while start > 0 and text[start - 1].isalnum() and start < len(text) and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
