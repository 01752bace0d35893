"""Strangers' reading goes to a standby server; whoever edits, and everything that writes, to the primary.

- A request that carries a session or a token is a colleague's and always reads what was written last.
- Whoever wrote without an account (a report, say) carries how far the primary had come, in a signed cookie, and reads
  from a standby only when that has come as far.
- What fails on a standby is answered by the primary, and the standby is left alone for some seconds.
"""

import itertools
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.wsgi import WSGIRequest
from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck import metrics
from factcheck.replicas.routing import reading_from
from factcheck.replicas.watching import WRITTEN, watch

Handler = Callable[[HttpRequest], HttpResponseBase]

READING = ("GET", "HEAD")
# What editors use, what is written while it is sent, and what asks about the primary itself.
ON_THE_PRIMARY = ("/admin/", "/api/v1/editorial/", "/api/v1/export/", "/i18n/")
COOKIE = f"{settings.COOKIE_PREFIX}wrote"
# Longer than any standby that is read from may be behind.
SECONDS_TO_REMEMBER = 60

signer = TimestampSigner(salt="factcheck.replicas")
_turns = itertools.count()


class ReadFromReplicas:
    def __init__(self, get_response: Handler) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READING:
            return remember_writing(request, self.get_response(request))
        if is_strangers(request) and (alias := choose(position_written(request))):
            answer = self._from_replica(request, alias)
            if answer is not None:
                return answer
            # A new request: the first one may carry what it has read already.
            request = WSGIRequest(request.environ) if isinstance(request, WSGIRequest) else request
        return self.get_response(request)

    def _from_replica(self, request: HttpRequest, alias: str) -> HttpResponseBase | None:
        with reading_from(alias):
            answer = self.get_response(request)
        if answer.status_code >= 500 and connections[alias].errors_occurred:
            answer.close()
            watch.distrust(alias)
            connections[alias].close()
            if settings.METRICS_TOKEN:
                metrics.replica_failures.labels(alias).inc()
            return None
        if settings.METRICS_TOKEN:
            metrics.replica_reads.labels(alias).inc()
        return answer


def is_strangers(request: HttpRequest) -> bool:
    return (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and not request.path.startswith(ON_THE_PRIMARY)
    )


def choose(position: int) -> str:
    """A standby that has come at least so far; none when there is none."""
    usable = [alias for alias in settings.REPLICAS if watch.is_usable(alias) and watch.position(alias) >= position]
    return usable[next(_turns) % len(usable)] if usable else ""


def remember_writing(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    # Programs with tokens keep no cookies and need none.
    if "HTTP_AUTHORIZATION" in request.META or answer.status_code >= 500:
        return answer
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(WRITTEN)
            (position,) = cursor.fetchone()
    except DatabaseError:
        return answer
    answer.set_cookie(
        COOKIE,
        signer.sign(str(position)),
        max_age=SECONDS_TO_REMEMBER,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def position_written(request: HttpRequest) -> int:
    """How far the primary had come when this reader wrote; 0 when they did not lately, or say what is not so."""
    said = request.COOKIES.get(COOKIE, "")
    try:
        return int(signer.unsign(said, max_age=SECONDS_TO_REMEMBER)) if said else 0
    except BadSignature:
        return 0
