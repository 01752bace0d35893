"""Word by word, what changed between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# difflib takes quadratic time on texts without much in common; beyond this the change is shown as one block.
MOST_TOKENS = 20_000


@dataclass(frozen=True)
class DiffPart:
    kind: Literal["equal", "insert", "delete"]
    text: str


def word_diff(old: str, new: str) -> list[DiffPart]:
    """Parts in reading order: equal and deleted ones join to ``old``, equal and inserted ones to ``new``."""
    old_tokens, new_tokens = TOKEN.findall(old), TOKEN.findall(new)
    if len(old_tokens) + len(new_tokens) > MOST_TOKENS:
        return _whole(old, new)
    parts: list[DiffPart] = []
    matcher = SequenceMatcher(None, old_tokens, new_tokens, autojunk=False)
    for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        removed, added = "".join(old_tokens[old_start:old_end]), "".join(new_tokens[new_start:new_end])
        if operation == "equal":
            parts.append(DiffPart("equal", removed))
            continue
        parts += [part for part in (DiffPart("delete", removed), DiffPart("insert", added)) if part.text]
    return parts


def _whole(old: str, new: str) -> list[DiffPart]:
    if old == new:
        return [DiffPart("equal", old)]
    return [part for part in (DiffPart("delete", old), DiffPart("insert", new)) if part.text]
