"""How much a sentence is worth checking, by signs that anyone can see in it. No model, nothing learned.

A sentence starts with :data:`START` points. Each sign that is found adds or takes away the points of :data:`SIGNS`, and
the sum, kept between 0 and 100 and divided by 100, is the score. What can be checked follows the claim types of
Konstantinovskiy, Price, Babakar and Zubiaga, "Towards Automated Factchecking" (2018): quantities, comparisons, causes,
laws and rules, events and reported statements can be looked up; opinions, predictions, motives, questions, greetings
and headings cannot.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.text.boilerplate import find_boilerplate
from claims.text.check_worthiness_words import FIRST_WORDS, SIGN_WORDS
from claims.text.sentences import Sentence, split_sentences

START = 30
WORTH_CHECKING_FROM = 0.4
# Longer sentences are looked at up to here; a "sentence" of 100,000 characters is a table or an attack.
LONGEST_LOOKED_AT = 2_000
FEWEST_WORDS = 3

SIGNS = {
    "number": 20,
    "comparison": 15,
    "named-entity": 10,
    "past-event": 12,
    "reported-speech": 8,
    "causal": 12,
    "regulation": 8,
    "strong-word": -5,
    "opinion": -20,
    "prediction": -25,
    "motive": -25,
    "question": -30,
    "greeting": -40,
    "heading": -40,
    "first-person": -10,
    "too-short": -20,
    "boilerplate": -100,
}
# How many different words of one sign count; the third number of a sentence makes it no more worth checking.
MOST_OF_ONE_SIGN = 2
# Only these count once more when they are found more than once.
COUNTED_TWICE = frozenset({"number", "named-entity"})

DIGITS = re.compile(r"(?<![\w.,-])[$€£¥]?\d(?:[\d.,]*\d)?(?:\s?%)?")
# A capital inside the sentence, or letters and digits mixed: Moonshot AI, GPU, H200, Chat-GPT.
NAME = re.compile(r"(?:\b[A-Z][\w&’'-]*\w(?:\s+(?:of|de|al|bin|van)\s+(?=[A-Z]))?\s*)+|\b[A-Z]\d[\w-]*")
QUESTION = re.compile(r"\?[\"”’')\]]*$")
SENTENCE_END = re.compile(r"[.!?…。！？][\"”’')\]]*$")
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
QUOTATION = re.compile(r"[“\"«][^”\"»]{8,}[”\"»]")


@dataclass(frozen=True)
class Sign:
    """A reason for the score: ``name`` is a key of :data:`SIGNS`, ``points`` what it gave, ``words`` what showed it."""

    name: str
    points: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckWorthiness:
    """``score`` is 0 to 1; ``signs`` the reasons, strongest first."""

    score: float
    signs: tuple[Sign, ...]

    @property
    def is_worth_checking(self) -> bool:
        return self.score >= WORTH_CHECKING_FROM


@dataclass(frozen=True)
class WeighedSentence:
    """A sentence of a text; offsets in code points, end exclusive."""

    sentence: Sentence
    check_worthiness: CheckWorthiness


def weigh_text(text: str, language: str) -> list[WeighedSentence]:
    """Every sentence of the text in order, with how much it is worth checking. Never raises."""
    return weigh_sentences(text, split_sentences(text, language), language)


def weigh_sentences(text: str, sentences: Sequence[Sentence], language: str) -> list[WeighedSentence]:
    """The same for a text that is split already."""
    around = find_boilerplate(text, language)
    return [
        WeighedSentence(
            sentence,
            weigh_sentence(
                sentence.text,
                is_boilerplate=any(span.start < sentence.end and sentence.start < span.end for span in around),
                # A single sentence is no heading of anything: whoever pastes a claim seldom writes its full stop.
                stands_alone=len(sentences) == 1,
            ),
        )
        for sentence in sentences
    ]


def weigh_sentence(sentence: str, *, is_boilerplate: bool = False, stands_alone: bool = False) -> CheckWorthiness:
    """How much one sentence is worth checking. One that ``stands_alone`` needs no full stop.

    Indonesian and English words are looked for at once: articles quote across languages, and a detector of languages
    is wrong most often on a single sentence.
    """
    signs = (
        [Sign("boilerplate", SIGNS["boilerplate"])]
        if is_boilerplate
        else list(_signs(sentence[:LONGEST_LOOKED_AT], stands_alone))
    )
    points = START + sum(sign.points for sign in signs)
    ordered = sorted(signs, key=lambda sign: (-abs(sign.points), sign.name))
    return CheckWorthiness(min(max(points, 0), 100) / 100, tuple(ordered))


def _signs(sentence: str, stands_alone: bool) -> Iterator[Sign]:
    for name, words in _found_words(sentence).items():
        if words:
            yield Sign(name, _points(name, words), tuple(words))
    if QUESTION.search(sentence):
        yield Sign("question", SIGNS["question"])
    if not stands_alone and not SENTENCE_END.search(sentence):
        yield Sign("heading", SIGNS["heading"])
    if len(WORD.findall(sentence)) < FEWEST_WORDS:
        yield Sign("too-short", SIGNS["too-short"])


def _found_words(sentence: str) -> dict[str, list[str]]:
    found = {name: _unlike([match[0] for match in pattern.finditer(sentence)]) for name, pattern in SIGN_WORDS.items()}
    found["number"] = _unlike([*(match[0] for match in DIGITS.finditer(sentence)), *found["number"]])
    found["named-entity"] = _names(sentence)
    found["reported-speech"] += [match[0] for match in QUOTATION.finditer(sentence)][:1]
    return found


def _points(name: str, words: list[str]) -> int:
    more = len(words[:MOST_OF_ONE_SIGN]) - 1 if name in COUNTED_TWICE else 0
    return SIGNS[name] + more * (SIGNS[name] // 2)


def _names(sentence: str) -> list[str]:
    """Capitalised words that are not just the first of the sentence; an acronym or a mix of digits counts anywhere."""
    found = []
    for match in NAME.finditer(sentence):
        name = match[0].strip()
        if not sentence[: match.start()].strip("\"“‘'«([ "):
            name = _without_first_word(name)
        found.append(name)
    return _unlike([name for name in found if name])


def _without_first_word(name: str) -> str:
    """The first word of a sentence has a capital in any case; it is a name when others of the kind go on."""
    first, _, rest = name.partition(" ")
    if first.casefold() in FIRST_WORDS:
        return rest.strip()
    return name if rest or first[1:].isupper() else ""


def _unlike(words: list[str]) -> list[str]:
    """Each word once, in the order of the sentence."""
    return list({word.casefold().strip(): word.strip() for word in words}.values())
