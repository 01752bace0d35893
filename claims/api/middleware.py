"""What every answer of the API has, whichever view or part of Django made it: one error shape, rules for
caches and for other sites' pages, and an ETag that is the digest of what was sent."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe, quote_etag

from claims.api.google_fact_check import google_error
from claims.api.problems import django_problem

API, GOOGLE, EDITORIAL = "/api/", "/v1alpha1/", "/api/v1/editorial/"
READING = ("GET", "HEAD")
# The one address that takes a body from anyone.
ASKED_BY_POST = "/api/v1/match/"
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-Modified-Since, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}
EXPOSED = (
    "Content-Language, ETag, Last-Modified, Link, RateLimit-Limit, RateLimit-Policy, RateLimit-Remaining, "
    "RateLimit-Reset, Record-Number, Retry-After, X-Request-ID"
)
# What was published does not change for a while; when it does, a cache may go on for minutes while it asks again.
CACHE_CONTROL = f"public, max-age={settings.API_CACHE_SECONDS}, stale-while-revalidate={settings.API_STALE_SECONDS}"
# Data are no page: whatever a browser makes of them, it loads, runs and frames nothing.
CONTENT_SECURITY_POLICY = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
CONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"}
# What tells how far the record has come is asked again each time.
REVALIDATED = ("/api/v1/changes/", "/api/v1/record/")

Handler = Callable[[HttpRequest], HttpResponseBase]


class ApiMiddleware:
    """The first of the site's own, so that refusals of the other middleware come in the API's shape too."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._answer(request) if request.path.startswith((API, GOOGLE)) else self.get_response(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        # Other sites' pages may read what anyone may read. The editorial part answers with a token and is not theirs.
        is_public = not request.path.startswith(EDITORIAL)
        if is_public and request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            methods = "POST, OPTIONS" if request.path == ASKED_BY_POST else "GET, HEAD, OPTIONS"
            headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": methods, **PREFLIGHT}
            return HttpResponse(status=204, headers=headers)
        answer = _in_api_shape(request, self.get_response(request))
        if "html" not in answer.get("Content-Type", ""):
            answer["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        if is_public:
            answer["Access-Control-Allow-Origin"] = "*"
            answer["Access-Control-Expose-Headers"] = EXPOSED
            answer = _for_caches(request, answer)
        return answer


def _in_api_shape(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Django answers in HTML what it refuses itself: unknown hosts, addresses without a view, broken requests."""
    if answer.status_code < 400 or "html" not in answer.get("Content-Type", "html"):
        return answer
    if settings.DEBUG and answer.status_code == 500:
        return answer  # the page with the traceback, for whoever develops
    if hasattr(answer, "accepted_renderer"):
        return answer  # the browsable form of a problem
    shaped = google_error if request.path.startswith(GOOGLE) else django_problem
    made = shaped(request, answer.status_code)
    if "Retry-After" in answer:
        made["Retry-After"] = answer["Retry-After"]
    return made


def _for_caches(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    if request.method not in READING or answer.status_code not in {200, 304}:
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
    answer.headers.setdefault(
        "Cache-Control", "public, no-cache" if request.path.startswith(REVALIDATED) else CACHE_CONTROL
    )
    _independent_of_language(request, answer)
    if not isinstance(answer, HttpResponse) or answer.status_code == 304:
        return answer
    if not answer.has_header("ETag"):
        answer["ETag"] = quote_etag(hashlib.sha256(answer.content).hexdigest())
    return _conditional(request, answer) if CONDITIONS & request.META.keys() else answer


def _independent_of_language(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Only ``lang=`` chooses the language of an answer, so caches need not keep one for each reader's browser."""
    varied = [name.strip() for name in answer.get("Vary", "").split(",")]
    kept = [name for name in varied if name.lower() not in {"", "accept-language"}]
    answer["Vary"] = ", ".join(dict.fromkeys([*kept, "Accept"]))
    if "cookie" in {name.lower() for name in kept}:
        # Whatever looked at the session made an answer for one person.
        answer["Cache-Control"] = "private, no-cache"
    if "lang" not in request.GET and "ld+json" not in answer.get("Content-Type", ""):
        del answer["Content-Language"]


def _conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponseBase:
    modified = parse_http_date_safe(answer["Last-Modified"]) if answer.has_header("Last-Modified") else None
    found: Any = get_conditional_response(request, etag=answer["ETag"], last_modified=modified, response=answer)
    if found is not answer:
        for name in ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cache-Control", "Vary"):
            found[name] = answer[name]
    return found  # type: ignore[no-any-return]
