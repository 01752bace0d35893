"""The same public question again gets the same bytes again, for as long as nothing is published.

Answers of the reading API depend on the address, on what `Accept` says, on the day, and on the record, whose state one
cheap query tells. So an answer that this process has made is given again without a view, a serializer or a search. A
reader's limit counts all the same.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import quote_etag

from claims.api.ready import ONE_CLAIM, wants_json
from claims.api.representations import origin
from claims.api.throttling import ReaderThrottle
from claims.record import Kept, Made, record_state

API = "/api/v1/"
# What is written for one account, what waits, what is streamed, and what nobody should be able to tell was asked for.
NEVER_KEPT = tuple(f"{API}{name}/" for name in ("editorial", "export", "lookup", "schema", "docs"))
OF_NOT_MODIFIED = ("ETag", "Last-Modified", "Vary", "Cache-Control")
OF_ONE_READER = ("RateLimit-Limit", "RateLimit-Policy", "RateLimit-Remaining", "RateLimit-Reset")

Handler = Callable[[HttpRequest], HttpResponseBase]

kept = Kept()


class KeptAnswers:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_the_same_for_all(request):
            return self.get_response(request)
        question = (record_state(), timezone.now().date(), *_asked(request))
        made = kept.get(*question)
        if made is not None:
            throttle = ReaderThrottle()
            if throttle.allow_request(request, None):  # type: ignore[arg-type]
                return _unchanged(request, made) or HttpResponse(
                    made.content, headers={**made.headers, **throttle.headers}
                )
        answer = self.get_response(request)
        if made is None and isinstance(answer, HttpResponse) and answer.status_code == 200 and not answer.cookies:
            kept.put(_made(answer), *question)
        return answer


def _is_the_same_for_all(request: HttpRequest) -> bool:
    address = request.path
    return (
        settings.RESPONSES_ARE_KEPT
        and request.method in ("GET", "HEAD")
        and address.startswith(API)
        and not address.startswith(NEVER_KEPT)
        and "wait=" not in request.META.get("QUERY_STRING", "")
        and wants_json(request)
        # A claim by itself is read as quickly as the state, so only a reader who has it already gains from being asked.
        and ("HTTP_IF_NONE_MATCH" in request.META or not ONE_CLAIM.fullmatch(address))
    )


def _asked(request: HttpRequest) -> tuple[str, ...]:
    query = request.META.get("QUERY_STRING", "")
    return origin(request), request.path, query, request.META.get("HTTP_ACCEPT", "*/*")


def _unchanged(request: HttpRequest, made: Made) -> HttpResponse | None:
    """The short answer to a reader who names the digest of what they have."""
    if request.META.get("HTTP_IF_NONE_MATCH") != made.headers["ETag"] or "HTTP_IF_MATCH" in request.META:
        return None  # or another condition, which the first middleware looks at with all its rules
    kept_headers = {name: made.headers[name] for name in OF_NOT_MODIFIED if name in made.headers}
    return HttpResponseNotModified(headers=kept_headers)


def _made(answer: HttpResponse) -> Made:
    if not answer.has_header("ETag"):
        answer["ETag"] = quote_etag(hashlib.sha256(answer.content).hexdigest())
    headers = {name: value for name, value in answer.headers.items() if name not in OF_ONE_READER}
    return Made(answer.content, headers)
