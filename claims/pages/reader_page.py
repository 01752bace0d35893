"""What every public page is: read only, kept while the record stands, with a plain answer to what it cannot show."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from claims.pages import errors
from claims.pages.freshness import fresh_page
from claims.pages.listing import NotUnderstood

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def reader_page(view: View[Parameters]) -> View[Parameters]:
    """Tells the reader what is missing or not understood in their own words, while DEBUG is on as well."""

    @wraps(view)
    def answer(request: HttpRequest, /, *arguments: Parameters.args, **named: Parameters.kwargs) -> HttpResponse:
        try:
            return fresh_page(request, lambda: view(request, *arguments, **named))
        except Http404 as missing:
            return errors.not_found(request, missing)
        except NotUnderstood as refusal:
            return errors.bad_request(request, refusal)

    # Small on the wire whatever stands in front of us; there is no secret in these pages that lengths could tell.
    return require_safe(gzip_page(answer))
