"""Every request has a name: in its answer, in each line of the log, and with whoever asked if they gave it one."""

import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck import metrics

Handler = Callable[[HttpRequest], HttpResponseBase]

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

current: ContextVar[str] = ContextVar("request_id", default="")


@receiver(request_finished)
def _forget(**_named: Any) -> None:
    # Not when the middleware is left: Django logs what was refused after that.
    current.set("")


class NamedRequests:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        # Whatever is further in takes it from here.
        request.META["HTTP_X_REQUEST_ID"] = name
        current.set(name)
        start = time.perf_counter()
        answer = self.get_response(request)
        answer["X-Request-ID"] = name
        if settings.METRICS_TOKEN:
            metrics.count_request(request, answer.status_code, time.perf_counter() - start)
        return answer
