"""What a verb or the database refuses, as an answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail

from claims.models.refusals import refusal
from claims.workflow import VerbRefused


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    default_detail = "The present state does not allow this."


class Refused(APIException):
    """Every objection at once: 403 when the person may never do it, 409 when it is the state or the content."""

    def __init__(self, refused: VerbRefused) -> None:
        super().__init__()
        self.status_code = 403 if refused.is_permission else 409
        told: dict[Any, list[ErrorDetail]] = {}
        for objection in refused.objections:
            detail = ErrorDetail(str(objection.message), code=objection.code)
            # Not about a field: ``attr`` is null, as everywhere else.
            told.setdefault(objection.field or None, []).append(detail)
        self.detail = told  # type: ignore[assignment]


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn what a verb or the database refuses into an answer in words; any other fault stays one."""
    try:
        yield
    except VerbRefused as refused:
        raise Refused(refused) from None
    except DatabaseError as error:
        message = refusal(error)
        if message is None:
            raise
        raise Conflict(message, code="refused_by_database") from None
