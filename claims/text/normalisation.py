"""Read article files strictly, and normalise texts without losing the way back to the original's offsets."""

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

LARGEST_ARTICLE_BYTES = 5_000_000

# Characters that a reader does not see: zero-width, bidi controls, soft hyphen, byte order mark, tag characters.
INVISIBLE = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
) | frozenset(map(chr, range(0xE0000, 0xE0080)))
LINE_ENDS = frozenset("\r\u2028\u2029\x85")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Control characters that no text file of an article holds; tab and line ends are the exceptions.
BINARY = re.compile("[\x00-\x08\x0e-\x1f]")
QUOTES = str.maketrans(dict.fromkeys("“”„«»‟＂", '"') | dict.fromkeys("‘’‚‛`´", "'"))
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


class UnreadableArticle(ValueError):
    """The file is no article text. ``code`` is one of ``empty``, ``too_large``, ``binary``, ``encoding``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def decode_article(data: bytes, *, limit_bytes: int = LARGEST_ARTICLE_BYTES) -> str:
    """The file's text, code point for code point; only a byte order mark is taken off.

    Raises :class:`UnreadableArticle` when the file is empty, too large, binary, or not UTF-8. Guessing another
    encoding would put every later offset in doubt. Places in messages are bytes of the file, the first one being 0.
    """
    if len(data) > limit_bytes:
        raise UnreadableArticle("too_large", f"The file has {len(data):,} bytes; at most {limit_bytes:,} are accepted.")
    if b"\x00" in data:
        hint = " It may be UTF-16: save it as UTF-8." if data.startswith(UTF_16_MARKS) else ""
        raise UnreadableArticle("binary", f"The file is not text: there is a zero byte at {data.index(0)}.{hint}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            "encoding",
            f"The file is not UTF-8: byte {error.start} does not fit. Save it as UTF-8 and try again.",
        ) from None
    if found := BINARY.search(text):
        place = len(text[: found.start()].encode())
        raise UnreadableArticle("binary", f"The file is not text: there is a control character at byte {place}.")
    # The codec would report places behind the mark as if it were not there, so it is taken off here.
    text = text.removeprefix(BYTE_ORDER_MARK.decode())
    if all(character.isspace() or character in INVISIBLE for character in text):
        raise UnreadableArticle("empty", "The file has no text in it.")
    return text


@dataclass(frozen=True)
class NormalisedText:
    """A normalised text and, for each of its code points, where it came from in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    original_length: int

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that ``text[start:end]`` came from."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}–{end} is not a span of the normalised text")
        if start == end:
            place = self.starts[start] if start < len(self.starts) else self.original_length
            return place, place
        return self.starts[start], self.ends[end - 1]

    def to_normalised(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the normalised text that holds everything left of ``original[start:end]``."""
        if not 0 <= start <= end <= self.original_length:
            raise ValueError(f"{start}–{end} is not a span of the original text")
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return first, max(first, last)


def normalise(text: str) -> NormalisedText:
    """NFC, one kind of line end, ordinary spaces, nothing invisible; typographic quotes stay as they are."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster, start, end in _clusters(text):
        composed = cluster if len(cluster) == 1 and cluster.isascii() else _composed(cluster)
        characters.append(composed)
        starts.extend([start] * len(composed))
        ends.extend([end] * len(composed))
    return NormalisedText("".join(characters), tuple(starts), tuple(ends), len(text))


def fold(text: str) -> str:
    """A form for comparing only: case, kinds of quotes and dashes, width and spacing no longer differ."""
    visible = "".join(character for character in text if character not in INVISIBLE)
    folded = unicodedata.normalize("NFKC", visible).translate(QUOTES).translate(DASHES).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _visible(text: str) -> Iterator[tuple[str, int, int]]:
    """Each character that a reader sees, with its span; a line end of two characters is one."""
    for index, character in enumerate(text):
        if character in LINE_ENDS:
            end = index + 2 if text[index : index + 2] == "\r\n" else index + 1
            yield "\n", index, end
        elif character == "\n":
            if text[index - 1 : index] != "\r":
                yield character, index, index + 1
        elif character not in INVISIBLE:
            yield character, index, index + 1


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """Pieces that normalise on their own: a base with its marks, a Hangul syllable in pieces, most often one letter.

    What nobody sees is left out first: behind a zero-width space, a mark still belongs to the letter before it.
    """
    cluster: list[str] = []
    cluster_start = cluster_end = 0
    for character, start, end in _visible(text):
        if cluster and (character.isascii() or not _joins_back(character)):
            yield "".join(cluster), cluster_start, cluster_end
            cluster = []
        if not cluster:
            cluster_start = start
        cluster.append(character)
        cluster_end = end
    if cluster:
        yield "".join(cluster), cluster_start, cluster_end


def _joins_back(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character in _composing_characters()


@cache
def _composing_characters() -> frozenset[str]:
    """Letters and signs that can melt into the character before them although they are no combining marks.

    Read from this Python's Unicode tables, so that both always agree; Hangul is composed by rule and not in them.
    """
    hangul = {*map(chr, range(0x1161, 0x1176)), *map(chr, range(0x11A8, 0x11C3))}
    decompositions = (unicodedata.decomposition(chr(code)).split() for code in range(sys.maxunicode + 1))
    seconds = {chr(int(parts[1], 16)) for parts in decompositions if len(parts) == 2 and not parts[0].startswith("<")}
    return frozenset(hangul | {second for second in seconds if not unicodedata.combining(second)})


def _composed(cluster: str) -> str:
    if len(cluster) > 2:
        # Python sorts marks in quadratic time; a hundred thousand on one letter would take a minute. Sorted before,
        # they take none.
        cluster = "".join(_in_canonical_order(cluster))
    composed = unicodedata.normalize("NFC", cluster)
    return "".join(" " if unicodedata.category(character) == "Zs" else character for character in composed)


def _in_canonical_order(cluster: str) -> Iterator[str]:
    marks: list[str] = []
    for character in "".join(unicodedata.normalize("NFD", character) for character in cluster):
        if unicodedata.combining(character):
            marks.append(character)
            continue
        yield from sorted(marks, key=unicodedata.combining)
        marks = []
        yield character
    yield from sorted(marks, key=unicodedata.combining)
