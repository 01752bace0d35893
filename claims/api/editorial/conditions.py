"""ETags and If-Match: nobody overwrites what they have not seen."""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request


class PreconditionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = "Send If-Match with the ETag that you read, so that nobody's change is overwritten."
    default_code = "precondition_required"


class PreconditionFailed(APIException):
    """The answer carries the row as it is now, so that both versions can be compared."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "It was changed since you read it. Nothing was saved; `current` is what it is now."
    default_code = "precondition_failed"

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current


def etag(row: Any) -> str:
    """A strong one: the database counts a row's revision up with every change, whoever makes it."""
    return f'"{row._meta.model_name}-{row.pk}-{row.revision}"'


def require_match(request: Request, row: Any, current: Any) -> None:
    """Raise unless the caller has seen the row as it is. ``row`` is locked; ``current`` gives its representation."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired
    if given != "*" and etag(row) not in [part.strip() for part in given.split(",")]:
        raise PreconditionFailed(current(row))
