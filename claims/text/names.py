"""Names in a sentence, by how they are written, and whether two sentences name different things.

By capital letters inside a sentence, capitals throughout (WHO) and letters with digits (H200). No list of names is
needed, and none would be complete; what begins a sentence is no name by that alone, and in a headline every word has a
capital.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from claims.text.normalisation import fold
from claims.text.search_words import SMALL_WORDS

WORD = re.compile(r"[^\W_](?:[\w'’.&-]*[^\W_])?")
BEGINS = re.compile(r"(?:^|[.!?:;…\n“\"«(–—-])\s*[\"“‘'«(]*$")
CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_]).{2,}")
# When every word of so many letters has a capital, it says nothing.
LONG = 4
# Of the words of the shorter sentence that say something, the names among them.
LEAST_ALIKE = 0.6
# “Chinese” is of China.
SAME_BEGINNING = 4
# Of one language two names for one country; an acronym is known by the words that it stands for.
ALIASES = (
    frozenset({"china", "cina", "tiongkok", "prc", "rrt", "beijing"}),
    frozenset({"us", "u.s", "usa", "as", "a.s", "america", "american", "amerika", "united", "serikat", "washington"}),
    frozenset({"uk", "britain", "british", "inggris", "england"}),
)
# What hangs on a name: “AI-nya”, “China’s”, “GPUs”.
HANGING = re.compile(r"(?:-(?:nya|lah|kah|pun)|'s)$")
PLURAL = re.compile(r"(?<=[A-Z]{2})s$")
# Names of times and of many things: they name nobody by themselves.
NO_NAMES = frozenset(
    """
    i i'm i've i'll i'd monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december senin selasa rabu kamis jumat sabtu minggu januari
    februari maret mei juni juli agustus oktober desember president presiden senator governor gubernur minister
    menteri mr mrs ms dr prof sir pak bu facebook twitter instagram tiktok youtube whatsapp
    """.split()  # noqa: SIM905 - a list of words is read as words
)


@dataclass(frozen=True)
class Named:
    """``names`` as they are written; ``words`` are all words of the sentence, folded."""

    names: tuple[str, ...]
    words: frozenset[str]


def named(text: str) -> Named:
    found = list(WORD.finditer(text))
    long = [word[0] for word in found if len(word[0]) >= LONG]
    is_headline = all(word[0].isupper() for word in long)
    names = [word for word in found if _is_name(word, text, is_headline=is_headline)]
    return Named(tuple(_joined(names, text)), frozenset(_key(word[0]) for word in found))


def named_apart(one: Named, other: Named) -> tuple[str, str] | None:
    """A name of each that the other does not have, when the two say the same of them.

    Two sentences about one thing seldom name the same people; only where the other words agree, another name is
    another statement.
    """
    if not _is_alike(one.words, other.words):
        return None
    only_one = _missing(one.names, other)
    only_other = _missing(other.names, one)
    return (only_one[0], only_other[0]) if only_one and only_other else None


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    telling_one, telling_other = one - SMALL_WORDS, other - SMALL_WORDS
    least = min(len(telling_one), len(telling_other))
    return least > 0 and len(telling_one & telling_other) >= LEAST_ALIKE * least


def _is_name(word: re.Match[str], text: str, *, is_headline: bool) -> bool:
    written = word[0]
    if fold(written) in NO_NAMES:
        return False
    if CODE.fullmatch(written):
        return not written[0].isdigit()
    if is_headline or not written[0].isupper():
        return False
    return (len(written) > 1 and written.isupper()) or not BEGINS.search(text[: word.start()])


def _joined(words: list[re.Match[str]], text: str) -> Iterable[str]:
    """Neighbours are one name: “Moonshot AI”."""
    if not words:
        return
    start = words[0].start()
    for word, following in pairwise(words):
        if text[word.end() : following.start()] != " ":
            yield text[start : word.end()]
            start = following.start()
    yield text[start : words[-1].end()]


def _key(word: str) -> str:
    return HANGING.sub("", fold(PLURAL.sub("", word)))


def _missing(names: Iterable[str], other: Named) -> list[str]:
    initials = {_initials(name) for name in other.names}
    return [
        name
        for name in names
        if _key(name) not in initials
        and _initials(name) not in other.words
        and not any(_is_among(_key(word), other.words) for word in name.split())
    ]


def _initials(name: str) -> str:
    words = fold(name).split()
    return "".join(word[0] for word in words) if len(words) > 1 else "-"


def _is_among(word: str, words: frozenset[str]) -> bool:
    if word in words or any(word in alias and alias & words for alias in ALIASES):
        return True
    if CODE.fullmatch(word) or len(word) < SAME_BEGINNING:
        return False
    return any(each.startswith(word[:SAME_BEGINNING]) for each in words)
