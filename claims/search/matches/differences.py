"""What two statements that look alike do not share: a number, a year, a “not”."""

import re
from collections.abc import Mapping

from claims.search.matches.match import Reason, ReasonCode
from claims.text.numbers import numbers

NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|cannot|tidak|tak|bukan|belum|tanpa|jangan)\b|n['’]t\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")


def differences(asked: str, texts: Mapping[str, str]) -> list[Reason]:
    """Against the claim's statement in the language in which they differ least.

    Languages deny in different ways: “without a licence” may be “tidak berizin” in the other one.
    """
    return min((_differences(asked, said) for said in texts.values()), key=len, default=[])


def _differences(asked: str, said: str) -> list[Reason]:
    years_asked, numbers_asked = _values(asked)
    years_said, numbers_said = _values(said)
    found = [
        _differ(ReasonCode.NUMBER_DIFFERS, numbers_asked, numbers_said),
        _differ(ReasonCode.DATE_DIFFERS, years_asked, years_said),
    ]
    if bool(NEGATION.search(asked)) != bool(NEGATION.search(said)):
        found.append(Reason(ReasonCode.NEGATION_DIFFERS))
    return [each for each in found if each is not None]


def _values(text: str) -> tuple[list[str], list[str]]:
    values = list(dict.fromkeys(number.value for number in numbers(text)))
    return [value for value in values if YEAR.fullmatch(value)], [
        value for value in values if not YEAR.fullmatch(value)
    ]


def _differ(code: ReasonCode, asked: list[str], said: list[str]) -> Reason | None:
    """Both say some and share none. What only one of the two says may be left out by the other."""
    if asked and said and not set(asked) & set(said):
        return Reason(code, (asked[0], said[0]))
    return None
