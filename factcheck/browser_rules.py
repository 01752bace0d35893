"""What browsers are told with every answer, also with those that no page made: files, probes, refusals, redirects.

Pages come with their own policy (`csp.middleware`) and so do the answers of the API; this is for all that have none.
"""

from collections.abc import Callable
from functools import lru_cache

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]


class BrowserRules:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        answer.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        # Django's page with a traceback, for whoever develops, needs what the policy forbids.
        if not settings.DEBUG:
            answer.headers.setdefault("Content-Security-Policy", policy())
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            answer.headers.setdefault("Strict-Transport-Security", transport())
        return answer


@lru_cache(maxsize=1)
def policy() -> str:
    return str(build_policy())


def transport() -> str:
    subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{subdomains}"
