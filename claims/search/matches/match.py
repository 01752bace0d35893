"""What a match is: a published claim that says what somebody asked about, how surely, where and why."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """How sure it is that both say the same: a verdict for readers, where the score is one for programs."""

    SAME_CLAIM = "same_claim"
    LIKELY = "likely"
    RELATED = "related"


class ReasonCode(StrEnum):
    """What speaks for a match (shared or close), and what against it (differs)."""

    SHARED_WORDS = "shared_words"
    SHARED_NUMBERS = "shared_numbers"
    SHARED_NAMES = "shared_names"
    CLOSE_MEANING = "close_meaning"
    NUMBER_DIFFERS = "number_differs"
    DATE_DIFFERS = "date_differs"
    NAME_DIFFERS = "name_differs"
    NEGATION_DIFFERS = "negation_differs"


@dataclass(frozen=True)
class Reason:
    """``values`` are words as they stand in the texts: those shared, or what was asked for and what the claim has."""

    code: ReasonCode
    values: tuple[str, ...] = ()

    @property
    def speaks_against(self) -> bool:
        return self.code.endswith("_differs")


@dataclass(frozen=True)
class Match:
    """``score`` is the probability, 0 to 1, that the published claim says the same as the statement.

    ``language`` and ``field`` name the text of the claim that fits best: ``statement``, ``summary``, ``quote``,
    ``reasoning`` or ``entity``. ``by`` says which of ``lexical`` and ``semantic`` found it.
    """

    claim: str
    score: float
    band: Band
    language: str
    field: str
    by: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
