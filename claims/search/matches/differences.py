"""What two statements that look alike do not share: a number, a year, a name, a “not”."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from claims.search.matches.match import Reason, ReasonCode
from claims.text.names import Named, named, named_apart
from claims.text.numbers import numbers

NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|cannot|tidak|tak|bukan|belum|tanpa|jangan)\b|n['’]t\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Said:
    """What a statement says in numbers, years and names, and whether it denies."""

    text: str
    numbers: tuple[str, ...]
    years: tuple[str, ...]
    denies: bool

    @classmethod
    def of(cls, text: str) -> "Said":
        values = tuple(dict.fromkeys(number.value for number in numbers(text)))
        years = tuple(value for value in values if YEAR.fullmatch(value))
        others = tuple(value for value in values if value not in years)
        return cls(text, others, years, NEGATION.search(text) is not None)

    @cached_property
    def named(self) -> Named:
        return named(self.text)


def differences(asked: Said, texts: Mapping[str, str], language: str) -> list[Reason]:
    """Against the claim's statement in the language in which they differ least; ``language`` is that of the asked one.

    Languages deny in different ways: “without a licence” may be “tidak berizin” in the other one.
    """
    found = min((_differences(asked, Said.of(text)) for text in texts.values()), key=len, default=[])
    # Singapore is Singapura in the other language: names are compared within one.
    if language not in texts or not asked.named.names:
        return found
    apart = named_apart(asked.named, named(texts[language]))
    return [*found, Reason(ReasonCode.NAME_DIFFERS, apart)] if apart else found


def _differences(asked: Said, said: Said) -> list[Reason]:
    found = [
        _differ(ReasonCode.NUMBER_DIFFERS, asked.numbers, said.numbers),
        _differ(ReasonCode.DATE_DIFFERS, asked.years, said.years),
        Reason(ReasonCode.NEGATION_DIFFERS) if asked.denies != said.denies else None,
    ]
    return [each for each in found if each is not None]


def _differ(code: ReasonCode, asked: tuple[str, ...], said: tuple[str, ...]) -> Reason | None:
    """Both say some and share none. What only one of the two says may be left out by the other."""
    if asked and said and not set(asked) & set(said):
        return Reason(code, (asked[0], said[0]))
    return None
