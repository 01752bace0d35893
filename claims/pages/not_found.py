"""What is at no address is told in the reader's language, while DEBUG is on as well: the demo is for readers too."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from claims.pages import errors

NOT_FOUND = 404


class PlainNotFound:
    """In place of Django's list of patterns; a view that says 404 itself keeps its own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if settings.DEBUG and answer.status_code == NOT_FOUND and request.resolver_match is None:
            return errors.not_found(request, Http404())
        return answer
