"""What a client may ask when it has a text of its own."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as Refusal
from rest_framework.exceptions import ErrorDetail, ValidationError

from claims.search import MOST_MATCHES
from claims.search.text_matching import DEFAULT_MATCHES, LONGEST_STATEMENT, LONGEST_TEXT_BYTES, MOST_STATEMENTS
from claims.text.addresses import LONGEST_ADDRESS

WHAT = ("text", "article", "statements")
# By pydantic's names, ours; a program relies on ours.
CODES = {
    "extra_forbidden": "unknown_parameter",
    "string_too_long": "max_length",
    "too_long": "max_items",
    "too_short": "min_items",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "literal_error": "invalid_choice",
}
MOST_FAULTS = 20
LONGEST_NAME = 100


class MatchQuestion(BaseModel):
    """Exactly one of `text`, `article` and `statements`."""

    model_config = ConfigDict(
        strict=True, extra="forbid", json_schema_extra={"oneOf": [{"required": [name]} for name in WHAT]}
    )

    text: str = Field(
        default="",
        max_length=LONGEST_TEXT_BYTES,
        description=f"At most {LONGEST_TEXT_BYTES:,} bytes of UTF-8. It is neither stored nor logged.",
    )
    article: str = Field(
        default="",
        max_length=LONGEST_ADDRESS,
        description="The web address of an article in which a published claim appears. Nothing is fetched.",
    )
    statements: list[Annotated[str, Field(max_length=LONGEST_STATEMENT)]] = Field(
        default_factory=list,
        min_length=1,
        max_length=MOST_STATEMENTS,
        description="Sentences that each stand for themselves. The answer has them in the same order.",
    )
    language: Literal["id", "en"] | None = Field(
        default=None, description="Of the text, to tell where its sentences end. Without it, it is guessed."
    )
    most: int = Field(
        default=DEFAULT_MATCHES, ge=1, le=MOST_MATCHES, description="Matches that a sentence has at most."
    )


def read_question(body: Any) -> MatchQuestion:
    """Raises a 400 that names every member that is wrong, and how."""
    try:
        question = MatchQuestion.model_validate(body)
    except Refusal as refusal:
        raise ValidationError(_faults(refusal)) from None
    if len(question.model_fields_set & {*WHAT}) != 1:
        message = "Give exactly one of “text”, “article” and “statements”."
        raise ValidationError({"text": [message]}, code="exactly_one")
    return question


def _faults(refusal: Refusal) -> dict[str, list[ErrorDetail]]:
    faults: dict[str, list[ErrorDetail]] = {}
    for fault in refusal.errors(include_url=False, include_context=False, include_input=False)[:MOST_FAULTS]:
        member = ".".join(str(part)[:LONGEST_NAME] for part in fault["loc"]) or "non_field_errors"
        code = CODES.get(fault["type"], "invalid_type")
        faults.setdefault(member, []).append(ErrorDetail(_words(fault["type"], fault["msg"]), code))
    return faults


def _words(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"Unknown member. Allowed here: {', '.join(sorted(MatchQuestion.model_fields))}."
    if kind == "model_type":
        return "Send one JSON object."
    return f"{message}."
