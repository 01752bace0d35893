"""Find words that were changed a little: a quote whose article was edited since."""

import heapq
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

# Below this a passage merely resembles the quote. rapidfuzz's ratio, 0 to 100: twice the characters in common, in
# order, by all characters. One changed number or word of a sentence leaves about 90 to 97; another sentence of the
# same article about the same matter reaches 40 to 65.
THRESHOLD = 80.0
# Reports follow patterns: "inflation in January was 2.5 percent" and "exports in February were 3.1 percent" have most
# letters in common. So this share of the words, in order, has to be the same as well, 0 to 1.
WORD_THRESHOLD = 0.7
# A quote shorter than this resembles too much by accident, so the text around it has to fit as well.
SHORT_QUOTE = 32
CONTEXT_THRESHOLD = 60.0
# Longer quotes are found by their exact words only.
LONGEST_QUOTE = 5000
# Of a longer quote, the two ends are aligned and what lies between is compared once.
END_LENGTH = 150
# The passages that share most of the quote's words, the rarer the better, are compared letter by letter.
MOST_CANDIDATES = 20
# How many words the borders may move to fit better.
BORDER_WORDS = 4
# Writing without blanks between words is taken sign by sign.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
# A number with its marks is one unit: "40" is no part of "40,5".
UNIT = re.compile(rf"\d+(?:[.,:]\d+)+|[{UNSPACED}]|[^\W{UNSPACED}]+|[^\w\s]")


@dataclass(frozen=True)
class Match:
    """A span of the text and how much it is the quote, ``THRESHOLD`` to 100."""

    start: int
    end: int
    score: float


def best_match(exact: str, prefix: str, suffix: str, position: int, text: str) -> Match | None:
    """The passage most like the quote, on word borders, or None when nothing reaches ``THRESHOLD``.

    Among passages that are alike, the one whose surroundings fit and that is nearest to the old position wins.
    One walk over the text's words chooses at most ``MOST_CANDIDATES`` passages of a few times the quote's length, so
    the time grows with the text's length, not with its square.
    """
    if len(exact) > LONGEST_QUOTE:
        return None
    best: tuple[float, float, int] | None = None
    found: Match | None = None
    for window_start, window_end in _windows(exact, text, position):
        match = _aligned(exact, text, window_start, window_end)
        if match is None:
            continue
        context = _context(prefix, suffix, text, match)
        if len(exact) < SHORT_QUOTE and context < CONTEXT_THRESHOLD:
            continue
        rank = (match.score + context / 10, match.score, -abs(match.start - position))
        if best is None or rank > best:
            best, found = rank, match
    return found


def _windows(exact: str, text: str, position: int) -> list[tuple[int, int]]:
    """The passages that share most of the quote's words. Each word counts once, a rare one more."""
    wanted = {word.casefold() for word in WORD.findall(exact)}
    size = max(16, len(exact))
    buckets: dict[int, set[str]] = {}
    frequency: Counter[str] = Counter()
    for found in WORD.finditer(text):
        word = found[0].casefold()
        if word in wanted:
            frequency[word] += 1
            buckets.setdefault(found.start() // size, set()).add(word)
    weight = {word: 1 / (1 + math.log(count)) for word, count in frequency.items()}

    def rank(bucket: int) -> tuple[float, int]:
        shared = buckets[bucket] | buckets.get(bucket + 1, set())
        return round(sum(sorted(weight[word] for word in shared)), 6), -abs(bucket * size - position)

    chosen = heapq.nlargest(MOST_CANDIDATES, buckets, key=rank)
    return [(max(0, (bucket - 1) * size), min(len(text), (bucket + 3) * size)) for bucket in chosen]


def _aligned(exact: str, text: str, window_start: int, window_end: int) -> Match | None:
    window = text[window_start:window_end]
    head = fuzz.partial_ratio_alignment(exact[:END_LENGTH], window, score_cutoff=THRESHOLD - 25)
    tail = fuzz.partial_ratio_alignment(exact[-END_LENGTH:], window, score_cutoff=THRESHOLD - 25)
    if head is None or tail is None or tail.dest_end <= head.dest_start:
        return None
    start, end = _fitted(exact, text, window_start + head.dest_start, window_start + tail.dest_end)
    score = fuzz.ratio(exact, text[start:end], score_cutoff=THRESHOLD)
    if not score or (len(exact) >= SHORT_QUOTE and _shared_words(exact, text[start:end]) < WORD_THRESHOLD):
        return None
    return Match(start, end, score)


def _shared_words(exact: str, passage: str) -> float:
    numbers: dict[str, int] = {}
    one, other = (
        [numbers.setdefault(unit, len(numbers)) for unit in UNIT.findall(words.casefold()) if unit[0].isalnum()]
        for words in (exact, passage)
    )
    return Indel.normalized_similarity(one, other)


def _fitted(exact: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Move both borders to word borders nearby, where the passage is most like the quote.

    The alignment has the quote's length; a passage that grew or shrank begins or ends elsewhere.
    """
    reach = min(len(text), END_LENGTH)
    starts = [unit.start() for unit in _units(text, start - reach, start + reach)]
    start = _best(starts, start, lambda place: fuzz.ratio(exact, text[place:end]) if place < end else 0.0)
    ends = [unit.end() for unit in _units(text, end - reach, end + reach)]
    end = _best(ends, end, lambda place: fuzz.ratio(exact, text[start:place]) if place > start else 0.0)
    return start, end


def _units(text: str, first: int, last: int) -> list[re.Match[str]]:
    """The words and marks that begin between the two places. The walk begins at white space or a few words earlier."""
    begin = max(0, first)
    while begin > max(0, first - 50) and not text[begin - 1].isspace():
        begin -= 1
    return list(UNIT.finditer(text, begin, min(len(text), last + 50)))


def _best(places: list[int], near: int, score: Callable[[int], float]) -> int:
    nearest = sorted(places, key=lambda place: abs(place - near))[: 2 * BORDER_WORDS]
    return max(nearest, key=lambda place: (score(place), -abs(place - near)), default=near)


def _context(prefix: str, suffix: str, text: str, match: Match) -> float:
    """How much the surroundings fit, 0 to 100; the better side counts, since the other may have been edited."""
    before = text[max(0, match.start - len(prefix)) : match.start]
    after = text[match.end : match.end + len(suffix)]
    return max(fuzz.ratio(prefix, before), fuzz.ratio(suffix, after))
