"""The database cannot be reached: a page that says so, and when to come back, instead of an error of ours.

Wherever it was noticed, in a view, a template or another middleware, Django has made a 500 of it by the time that it
gets here, and has told the exception by a signal.
"""

import sys
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from claims.models import SECONDS_UNTIL_AGAIN, is_unavailable

SERVER_ERROR = 500


class Unavailable:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code == SERVER_ERROR and getattr(request, "is_database_unavailable", False):
            return unavailable_page()
        return answer


@receiver(got_request_exception)
def note_what_it_was(request: Any = None, **_signal: Any) -> None:
    if request is not None and is_unavailable(sys.exc_info()[1]):
        request.is_database_unavailable = True


def unavailable_page() -> HttpResponse:
    # Without context processors, which may ask the database.
    headers = {"Retry-After": str(SECONDS_UNTIL_AGAIN), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("pages/error_503.html"), status=503, headers=headers)
