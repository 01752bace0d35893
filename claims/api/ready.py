"""A claim that stands, straight from the answer that was written when it was published.

Most requests of the API ask for one claim as it is. For them this middleware does in a fraction of the time what
:class:`claims.api.claims.ClaimDetail` does; everything else, and everything doubtful, goes on to the view. A test holds
both answers to each other, byte for byte and header for header.
"""

import re
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from claims.api import representations
from claims.api.throttling import ReaderThrottle
from claims.models import reading_connection
from claims.record import link_header

ONE_CLAIM = re.compile(r"/api/v1/claims/([a-z0-9-]{1,120})/", re.ASCII)
READY = "SELECT whole, last_modified FROM claims_publishedanswer WHERE claim_id = %s AND stands"

Handler = Callable[[HttpRequest], HttpResponseBase]


class ReadyAnswers:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = ONE_CLAIM.fullmatch(request.path)
        if found and _is_plain(request) and (answer := _answer(request, found[1])):
            return answer
        return self.get_response(request)


def wants_json(request: HttpRequest) -> bool:
    """Whether plain JSON is what a view would answer with; a person's browser gets the page to try the API out."""
    accepted = request.META.get("HTTP_ACCEPT", "*/*")
    takes_json = "*/*" in accepted or "application/json" in accepted
    return takes_json and "html" not in accepted and "indent" not in accepted


def _is_plain(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and not request.META.get("QUERY_STRING") and wants_json(request)


def _answer(request: HttpRequest, slug: str) -> HttpResponse | None:
    row = _read(slug)
    if row is None:
        return None
    written, last_modified = row
    throttle = ReaderThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]
        return None
    headers = {
        "Allow": "GET, HEAD, OPTIONS",
        "Vary": "Accept",
        "Link": link_header({"version-history": representations.claim_links(request, slug)["versions"]}),
        **throttle.headers,
    }
    if last_modified:
        headers["Last-Modified"] = http_date(last_modified.timestamp())
    content = representations.with_links(written, request, slug)
    answer = HttpResponse(content, content_type="application/json", headers=headers)
    answer["Content-Length"] = str(len(answer.content))
    return answer


def _read(slug: str) -> tuple[str, datetime | None] | None:
    with reading_connection().cursor() as cursor:
        cursor.execute(READY, [slug])
        row: tuple[str, datetime | None] | None = cursor.fetchone()
    return row
