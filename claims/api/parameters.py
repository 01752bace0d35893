"""Query parameters that are more than a text: read strictly, and refused by name."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

# The most digits that a number of ours can have; a longer one is refused before it is computed.
MOST_DIGITS = 18


def whole_number(request: Request, name: str, *, default: int, lowest: int, highest: int) -> int:
    """The parameter as a number; raises a 400 that names it and what is allowed."""
    given = request.query_params.get(name, str(default))
    is_number = given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS
    if not is_number or not lowest <= int(given) <= highest:
        raise ValidationError({name: [f"Give a whole number from {lowest} to {highest}."]}, code=f"invalid_{name}")
    return int(given)


def yes_or_no(request: Request, name: str) -> bool:
    given = request.query_params.get(name, "false")
    if given not in {"true", "false"}:
        raise ValidationError({name: ["Give “true” or “false”."]}, code="invalid_choice")
    return given == "true"


def describe_number(name: str, description: str, *, default: int, lowest: int, highest: int) -> OpenApiParameter:
    schema: dict[str, Any] = {"type": "integer", "minimum": lowest, "maximum": highest, "default": default}
    return OpenApiParameter(name, schema, description=description)


def describe_switch(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "boolean", "default": False}, description=description)
