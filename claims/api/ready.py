"""A claim that stands, straight from the answer that was written when it was published.

Most requests of the API ask for one claim as it is. For them this middleware does in a fraction of the time what
:class:`claims.api.claims.ClaimDetail` does; everything else, and everything doubtful, goes on to the view. A test holds
both answers to each other, byte for byte and header for header.
"""

import re
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from claims.api import representations
from claims.api.throttling import ReaderThrottle
from claims.record import link_header

PATH = re.compile(r"/api/v1/claims/([a-z0-9-]{1,120})/", re.ASCII)
READY = """
SELECT answer.whole, claim.published_at, claim.children = '[]' FROM claims_publishedanswer answer
JOIN claims_publishedclaim claim ON claim.slug = answer.claim_id
WHERE answer.claim_id = %s AND claim.merged_into = '' AND claim.verification_status <> 'retracted'
"""

Handler = Callable[[HttpRequest], HttpResponseBase]


class ReadyAnswers:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = PATH.fullmatch(request.path)
        if found and _is_plain(request) and (answer := _answer(request, found[1])):
            return answer
        return self.get_response(request)


def _is_plain(request: HttpRequest) -> bool:
    accepted = request.META.get("HTTP_ACCEPT", "*/*")
    wants_json = "*/*" in accepted or "application/json" in accepted
    is_simple = "html" not in accepted and "indent" not in accepted and not request.META.get("QUERY_STRING")
    return request.method in ("GET", "HEAD") and wants_json and is_simple


def _answer(request: HttpRequest, slug: str) -> HttpResponse | None:
    row = _read(slug)
    if row is None:
        return None
    written, published_at, has_no_parts = row
    throttle = ReaderThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]
        return None
    links = representations.claim_links(request, slug)
    headers = {
        "Allow": "GET, HEAD, OPTIONS",
        "Vary": "Accept",
        "Link": link_header({"version-history": links["versions"]}),
        **throttle.headers,
    }
    if has_no_parts:
        # The verdicts of parts are in the answer as well, and a part may be newer than the whole.
        headers["Last-Modified"] = http_date(published_at.timestamp())
    answer = HttpResponse(representations.with_links(written, links), content_type="application/json", headers=headers)
    answer["Content-Length"] = str(len(answer.content))
    return answer


def _read(slug: str) -> tuple[str, datetime, bool] | None:
    with connection.cursor() as cursor:
        cursor.execute(READY, [slug])
        row: tuple[str, datetime, bool] | None = cursor.fetchone()
    return row
