"""Read article files strictly, and normalise texts without losing the way back to the original's offsets."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

LARGEST_ARTICLE_BYTES = 5_000_000

# Characters that a reader does not see: zero-width, bidi controls, soft hyphen, byte order mark.
INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
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
    encoding would put every later offset in doubt.
    """
    if len(data) > limit_bytes:
        raise UnreadableArticle("too_large", f"The file has {len(data):,} bytes; at most {limit_bytes:,} are accepted.")
    if b"\x00" in data:
        raise UnreadableArticle("binary", f"The file is not text: there is a zero byte at {data.index(0)}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            "encoding",
            f"The file is not UTF-8: byte {error.start} does not fit. Save it as UTF-8 and try again.",
        ) from None
    if found := BINARY.search(text):
        raise UnreadableArticle("binary", f"The file is not text: there is a control character at {found.start()}.")
    if not text.strip():
        raise UnreadableArticle("empty", "The file has no text in it.")
    return text


@dataclass(frozen=True)
class NormalisedText:
    """A normalised text and, for each of its code points, where it came from in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
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
    for start, end in _clusters(text):
        for character in _normalised_cluster(text[start:end]):
            characters.append(character)
            starts.append(start)
            ends.append(end)
    return NormalisedText("".join(characters), tuple(starts), tuple(ends), len(text))


def fold(text: str) -> str:
    """A form for comparing only: case, kinds of quotes and dashes, width and spacing no longer differ."""
    visible = "".join(character for character in text if character not in INVISIBLE)
    folded = unicodedata.normalize("NFKC", visible).translate(QUOTES).translate(DASHES).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _clusters(text: str) -> list[tuple[int, int]]:
    """Spans that normalise on their own: a base with its marks, a CRLF, a Hangul syllable in pieces."""
    spans: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if spans and _continues(text[index - 1], character):
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    return spans


def _continues(before: str, character: str) -> bool:
    if before == "\r" and character == "\n":
        return True
    if unicodedata.combining(character):
        return True
    return character > "\u02ff" and len(unicodedata.normalize("NFC", before + character)) == 1


def _normalised_cluster(cluster: str) -> str:
    if cluster in ("\r\n", "\r", "\u2028", "\u2029", "\x85"):
        return "\n"
    visible = "".join(character for character in cluster if character not in INVISIBLE)
    composed = unicodedata.normalize("NFC", visible)
    return "".join(" " if unicodedata.category(character) == "Zs" else character for character in composed)
