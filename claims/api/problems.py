"""Every error below /api/ in one shape: problem details as RFC 9457 has them, with each fault by its name.

``type`` is ``about:blank``, so the status says what kind of problem it is; ``errors`` says which parameters or fields
are wrong and how, with a ``code`` that a program can rely on.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response

from claims.accounts.security_log import note_refusal
from claims.api.shapes import ErrorDetail, Problem
from claims.models import SECONDS_UNTIL_AGAIN, is_unavailable, took_too_long

PROBLEM = "application/problem+json"
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
CODES = {400: "bad_request", 403: "permission_denied", 404: "not_found", 405: "method_not_allowed", 503: "unavailable"}


def problem(status: int, errors: list[ErrorDetail], request: Any) -> Problem:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": errors[0]["detail"] if errors else HTTPStatus(status).description,
        "errors": errors,
        "request_id": request.META.get("HTTP_X_REQUEST_ID", ""),
    }


class ProblemFormatter(ExceptionFormatter):
    def format_error_response(self, error_response: Any) -> Problem:
        request: Any = self.context["request"]
        errors: list[ErrorDetail] = [
            {"code": error.code, "detail": error.detail, "attr": error.attr} for error in error_response.errors
        ]
        return problem(self.exc.status_code, errors, getattr(request, "_request", request))


class DatabaseUnavailable(APIException):
    """Nothing was changed, or whether it was is not known; the same request with its Idempotency-Key finds out."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The database cannot be reached at the moment. Ask again in some seconds."
    default_code = "database_unavailable"
    wait = SECONDS_UNTIL_AGAIN


class TookTooLong(DatabaseUnavailable):
    """The database is there; what was asked is more than it does in the time of a query."""

    default_detail = "The answer took longer than a query may take. Ask for less, or again in some seconds."
    default_code = "took_too_long"


class ProblemHandler(ExceptionHandler):
    def convert_known_exceptions(self, exc: Exception) -> Exception:
        # Django's words for requests that are too large or malformed; each is the client's fault and not ours.
        if isinstance(exc, SuspiciousOperation):
            return ParseError("The request is too large or malformed.")
        if took_too_long(exc):
            return TookTooLong()
        if is_unavailable(exc):
            return DatabaseUnavailable()
        converted: Exception = super().convert_known_exceptions(exc)
        return converted

    def get_response(self, exc: Any, data: Any) -> Response:
        answer: Response = super().get_response(exc, data)
        renderer = getattr(self.context["request"], "accepted_renderer", None)
        if answer.status_code in REFUSED:
            note_refusal(self.context["request"])
        # The browsable form is a page around the same JSON.
        if getattr(renderer, "format", "json") != "api":
            answer.content_type = PROBLEM
        return answer


def django_problem(request: HttpRequest, status: int) -> JsonResponse:
    """What Django itself refused before any view of the API was reached, in the API's shape."""
    detail = HTTPStatus(status).description or HTTPStatus(status).phrase
    error: ErrorDetail = {"code": CODES.get(status, "error"), "detail": f"{detail}.".replace("..", "."), "attr": None}
    return JsonResponse(problem(status, [error], request), status=status, content_type=PROBLEM)
