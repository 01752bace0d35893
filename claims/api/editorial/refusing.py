"""What the database refuses, as an answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from rest_framework import status
from rest_framework.exceptions import APIException

from claims.models.refusals import refusal


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
    default_detail = "The present state does not allow this."


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn what the database refuses into a 409 in words; any other fault stays one."""
    try:
        yield
    except DatabaseError as error:
        message = refusal(error)
        if message is None:
            raise
        raise Conflict(message, code="refused_by_database") from None
