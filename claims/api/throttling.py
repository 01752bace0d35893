"""Limits for readers without an account and for accounts, generous enough that only a runaway program meets them."""

import time
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from claims.accounts.request_counts import WINDOW_SECONDS, client_of, count_requests, digest_of, seconds_left


class ReaderThrottle(BaseThrottle):
    """Requests of one address in each minute."""

    def __init__(self) -> None:
        self.limit = self.most()
        self.used = 0
        self.now = time.time()

    def most(self) -> int:
        return int(settings.API_REQUESTS_PER_MINUTE)

    def client(self, request: Request) -> str:
        return client_of(self.get_ident(request))

    def allow_request(self, request: Request, view: Any) -> bool:
        self.count(request)
        request.throttle_used = self  # type: ignore[attr-defined]
        return self.used <= self.limit

    def count(self, request: Request, requests: int = 1) -> None:
        """Some answers are more work than others and count as several requests."""
        self.used = count_requests(self.client(request), self.limit, self.now, requests)

    def wait(self) -> float:
        return seconds_left(self.now)

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Policy": f"{self.limit};w={WINDOW_SECONDS}",
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(int(self.wait()) + 1),
        }


class TokenThrottle(ReaderThrottle):
    """Requests of one account in each minute, whichever of its tokens they come with."""

    def most(self) -> int:
        return int(settings.API_REQUESTS_PER_MINUTE_WITH_TOKEN)

    def client(self, request: Request) -> str:
        return digest_of(f"account {request.user.pk}")


class TellsItsLimits:
    """Mixed into views: every answer says how many requests are left."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **options: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **options)  # type: ignore[misc]
        if throttle := getattr(request, "throttle_used", None):
            for name, value in throttle.headers.items():
                answer[name] = value
        return answer
