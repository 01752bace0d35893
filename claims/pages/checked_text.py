"""A text with the sentences marked that were checked, or that somebody should check, as its page shows it."""

from dataclasses import dataclass, field

from claims.record import verdict_sign
from claims.search import Band
from claims.search.in_words import band_in_words, differences, sign_in_words
from claims.search.text_matching import CheckedSentence, CheckedText, KnownAddress, MatchedClaim

STRONG = (Band.SAME_CLAIM, Band.LIKELY)
STRONG_SHOWN = 3
RELATED_SHOWN = 2


@dataclass(frozen=True)
class Note:
    """A claim beside the text."""

    found: MatchedClaim

    @property
    def band(self) -> str:
        return band_in_words(self.found.match.band)

    @property
    def differences(self) -> list[str]:
        return differences(self.found.match.reasons)


@dataclass(frozen=True)
class Piece:
    """Part of a line: a sentence that has something beside it, with its number, or the text between such."""

    text: str
    number: int = 0
    css: str = ""
    notes: list[Note] = field(default_factory=list)
    related: list[Note] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def is_unchecked(self) -> bool:
        return self.css == "unchecked"


@dataclass(frozen=True)
class Paragraph:
    pieces: list[Piece]
    is_boilerplate: bool = False

    @property
    def noted(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.number]


@dataclass(frozen=True)
class ShownText:
    paragraphs: list[Paragraph]
    addresses: list[KnownAddress]
    language: str
    is_lexical_only: bool
    sentences: int
    left_out: int

    @property
    def checked(self) -> int:
        return sum(bool(piece.notes) for piece in self._noted)

    @property
    def unchecked(self) -> int:
        return sum(piece.is_unchecked for piece in self._noted)

    @property
    def _noted(self) -> list[Piece]:
        return [piece for paragraph in self.paragraphs for piece in paragraph.noted]


def shown(text: str, checked: CheckedText) -> ShownText:
    sentences = list(checked.sentences())
    return ShownText(
        _paragraphs(text, sentences),
        checked.addresses,
        checked.language,
        checked.is_lexical_only,
        len(sentences),
        len(sentences) - checked.matched_total,
    )


def _paragraphs(text: str, sentences: list[CheckedSentence]) -> list[Paragraph]:
    """The lines that hold something; a sentence never goes over the end of a line."""
    paragraphs, waiting, start, number = [], list(reversed(sentences)), 0, 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        pieces, place, here = [], start, []
        while waiting and waiting[-1].sentence.start < end:
            one = waiting.pop()
            here.append(one)
            piece = _piece(one, number + 1)
            number += piece.number > 0
            pieces += [Piece(text[place : one.sentence.start]), piece]
            place = one.sentence.end
        pieces.append(Piece(text[place:end].rstrip()))
        if line.strip():
            paragraphs.append(Paragraph([piece for piece in pieces if piece.text], all(map(_is_boilerplate, here))))
        start = end
    return paragraphs


def _piece(one: CheckedSentence, number: int) -> Piece:
    strong = [Note(found) for found in one.matches if found.match.band in STRONG][:STRONG_SHOWN]
    related = [Note(found) for found in one.matches if found.match.band not in STRONG][:RELATED_SHOWN]
    words = one.sentence.text
    reasons = [sign_in_words(sign) for sign in one.check_worthiness.signs if sign.points > 0]
    if strong:
        best = strong[0].found
        css = f"claim verdict-{verdict_sign(best.claim.rating)} band-{best.match.band.value.replace('_', '-')}"
        return Piece(words, number, css, strong, related)
    if one.is_matched and one.check_worthiness.is_worth_checking:
        return Piece(words, number, "unchecked", [], related, reasons)
    return Piece(words)


def _is_boilerplate(one: CheckedSentence) -> bool:
    return any(sign.name == "boilerplate" for sign in one.check_worthiness.signs)
