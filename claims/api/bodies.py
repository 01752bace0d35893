"""Bodies of requests: JSON in UTF-8, of a bounded size and depth, with texts that the database can hold."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 20


class BodyTooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."
    default_code = "body_too_large"


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        content = stream.read(most + 1)
        if len(content) > most:
            raise BodyTooLarge
        try:
            value = json.loads(content.decode(), parse_constant=_no_number)
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"This is not JSON in UTF-8: {str(error)[:200]}") from None
        _refuse_unfit(value)
        return value


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


def _refuse_unfit(value: Any) -> None:
    """Raise for a text that PostgreSQL cannot hold, in a name too, as an answer that quotes it would fail as well."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise ParseError(f"The JSON is nested more than {DEEPEST} levels deep.")
        for item in level:
            if isinstance(item, str) and _is_unfit(item):
                raise ParseError("A text holds a character that no text may hold: NUL, or half of a surrogate pair.")
        level = [inner for item in level for inner in _inside(item)]


def _inside(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [*item.keys(), *item.values()]
    return item if isinstance(item, list) else []


def _is_unfit(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
