"""Has what a text says been checked before? Sentence by sentence, for the API, the page and the desk alike."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import Error

from claims.models import took_too_long
from claims.search.claims_in_brief import ClaimInBrief, claims_in_brief
from claims.search.matches import Match, is_semantic, match
from claims.search.text_matching.known_addresses import ADDRESS, KnownAddress, addresses_in, known_addresses
from claims.search.text_matching.limits import (
    DEFAULT_MATCHES,
    LONGEST_STATEMENT,
    LONGEST_TEXT_BYTES,
    MATCHED_AT_ONCE,
    MOST_MATCHED,
    MOST_SENTENCES,
    TextTooHeavy,
    TextTooLong,
    TooManySentences,
)
from claims.text.check_worthiness import CheckWorthiness, WeighedSentence, weigh_sentence, weigh_sentences
from claims.text.language import guess_language
from claims.text.sentences import Sentence, split_sentences

UNSPOKEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# A single letter says nothing.
LETTERS = re.compile(r"[^\W_].*[^\W_]")


@dataclass(frozen=True)
class MatchedClaim:
    match: Match
    claim: ClaimInBrief


@dataclass(frozen=True)
class CheckedSentence:
    """``is_matched`` is false where the text has so many sentences that this one was not asked about."""

    sentence: Sentence
    check_worthiness: CheckWorthiness
    is_matched: bool = True
    matches: tuple[MatchedClaim, ...] = ()


@dataclass
class CheckedText:
    """A text that is being compared with the record. Nothing of it is stored or logged.

    The sentences are matched as they are asked for, a few at a time.
    """

    weighed: Sequence[WeighedSentence]
    language: str
    most: int = DEFAULT_MATCHES
    addresses: list[KnownAddress] = field(default_factory=list)

    @property
    def is_lexical_only(self) -> bool:
        return not is_semantic()

    @property
    def matched_total(self) -> int:
        return len(self._asked)

    def sentences(self) -> Iterator[CheckedSentence]:
        """In the order of the text. Raises :class:`TextTooHeavy` at whichever of them the database gave up."""
        known: dict[str, list[Match]] = {}
        claims: dict[str, ClaimInBrief] = {}
        for first in range(0, len(self.weighed), MATCHED_AT_ONCE):
            places = range(first, min(first + MATCHED_AT_ONCE, len(self.weighed)))
            self._learn([self._asked[place] for place in places if place in self._asked], known, claims)
            for place in places:
                words = self._asked.get(place)
                # A claim that was retracted this moment is a match no more.
                found = [
                    MatchedClaim(each, claims[each.claim])
                    for each in known.get(words or "", ())
                    if each.claim in claims
                ]
                one = self.weighed[place]
                yield CheckedSentence(one.sentence, one.check_worthiness, words is not None, tuple(found))

    @cached_property
    def _asked(self) -> dict[int, str]:
        """By their place, the words of the sentences that are matched: of too many, those most worth checking."""
        places = range(len(self.weighed))
        best = sorted(places, key=lambda place: (-self.weighed[place].check_worthiness.score, place))[:MOST_MATCHED]
        return {place: words_of(self.weighed[place].sentence.text) for place in best}

    def _learn(self, asked: list[str], known: dict[str, list[Match]], claims: dict[str, ClaimInBrief]) -> None:
        """Ask about the words that are new; a text that says a thing twice is asked about once."""
        new = [words for words in dict.fromkeys(asked) if words and words not in known]
        if not new:
            return
        try:
            known.update(zip(new, match(new, most=self.most), strict=True))
            slugs = {each.claim for words in new for each in known[words]} - claims.keys()
            claims.update(claims_in_brief(slugs))
        except Error as error:
            if took_too_long(error):
                raise TextTooHeavy from error
            raise


def check_text(text: str, *, language: str = "", most: int = DEFAULT_MATCHES) -> CheckedText:
    """Compare every sentence of a text with what was published. Without a ``language`` it is guessed.

    Raises :class:`TextTooLong` and :class:`TooManySentences`.
    """
    size = len(text.encode(errors="surrogatepass"))
    if size > LONGEST_TEXT_BYTES:
        raise TextTooLong(size)
    language = language or guess_language(text)
    sentences = split_sentences(text, language)
    if len(sentences) > MOST_SENTENCES:
        raise TooManySentences(len(sentences))
    weighed = weigh_sentences(text, sentences, language)
    return CheckedText(weighed, language, most, known_addresses(addresses_in(text)))


def check_statements(statements: Sequence[str], *, language: str = "", most: int = DEFAULT_MATCHES) -> CheckedText:
    """The same for statements that each stand for themselves; offsets are those in its own statement."""
    weighed = [WeighedSentence(one, weigh_sentence(one.text, stands_alone=True)) for one in map(_whole, statements)]
    return CheckedText(weighed, language or guess_language(" ".join(statements)), most)


def words_of(sentence: str) -> str:
    """What is asked about: without addresses, and without what no reader sees; nothing where no word is left."""
    words = " ".join(UNSPOKEN.sub(" ", ADDRESS.sub(" ", sentence)).split())[:LONGEST_STATEMENT]
    return words if LETTERS.search(words) else ""


def _whole(statement: str) -> Sentence:
    start = len(statement) - len(statement.lstrip())
    text = statement.strip()
    return Sentence(start, start + len(text), text)
