"""Word by word, what changed between two texts."""

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

# A number with its marks, such as 3.654 or 10.30, changes as a whole.
TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|\w+|\s+|[^\w\s]")
# Comparing takes time and memory in proportion to tokens times tokens; beyond this the change is shown as one block.
MOST_COMPARISONS = 100_000_000


@dataclass(frozen=True)
class DiffPart:
    """A piece of text that both versions have, or only the new one (insert), or only the old one (delete)."""

    kind: Literal["equal", "insert", "delete"]
    text: str


def word_diff(old: str, new: str) -> list[DiffPart]:
    """Parts in reading order: equal and deleted ones join to ``old``, equal and inserted ones to ``new``.

    What both texts begin and end with is equal. The rest is compared word by word, with as few changes as possible,
    unless its tokens multiply to more than ``MOST_COMPARISONS``: then it is one deletion and one insertion.
    """
    old_tokens, new_tokens = TOKEN.findall(old), TOKEN.findall(new)
    head = _common(old_tokens, new_tokens)
    tail = _common(old_tokens[head:][::-1], new_tokens[head:][::-1])
    old_end, new_end = len(old_tokens) - tail, len(new_tokens) - tail
    changes = [
        ("".join(old_tokens[:head]), "".join(new_tokens[:head])),
        *_compared(old_tokens[head:old_end], new_tokens[head:new_end]),
        ("".join(old_tokens[old_end:]), "".join(new_tokens[new_end:])),
    ]
    return _parts(changes)


def _common(one: list[str], other: list[str]) -> int:
    """How many tokens both begin with."""
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))


def _compared(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Pairs of old and new text, equal or changed, in order."""
    if len(old) * len(new) > MOST_COMPARISONS:
        return [("".join(old), "".join(new))]
    # Numbers instead of words: rapidfuzz compares hashes, and those of small numbers never collide.
    numbers: dict[str, int] = {}
    old_numbers = [numbers.setdefault(token, len(numbers)) for token in old]
    new_numbers = [numbers.setdefault(token, len(numbers)) for token in new]
    return [
        ("".join(old[step.src_start : step.src_end]), "".join(new[step.dest_start : step.dest_end]))
        for step in Indel.opcodes(old_numbers, new_numbers)
    ]


def _parts(changes: list[tuple[str, str]]) -> list[DiffPart]:
    """Equal parts, and between two of them at most one deletion and one insertion.

    White space that two changes happen to share belongs to the change: a phrase is replaced, not every word of it.
    """
    parts: list[DiffPart] = []
    removed = added = ""
    for position, (before, after) in enumerate(changes):
        changed_around = (removed or added) and any(old != new for old, new in changes[position + 1 : position + 2])
        if before != after or (before.isspace() and changed_around):
            removed, added = removed + before, added + after
        elif before:
            parts += [*_change(removed, added), DiffPart("equal", before)]
            removed = added = ""
    return parts + _change(removed, added)


def _change(removed: str, added: str) -> list[DiffPart]:
    parts = (DiffPart("delete", removed), DiffPart("insert", added))
    return [part for part in parts if part.text]
