"""Limits for readers without an account and for accounts, generous enough that only a runaway program meets them.

All processes share the counts in one unlogged table. To ask it at each request would cost more than many answers do,
so a process reports a reader's requests in groups; what it has not reported yet is the most that the sum can miss.
"""

import ipaddress
import logging
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)

WINDOW_SECONDS = 60
# A process tells the others of a reader's requests in groups: a twentieth of the limit, and at most this many.
REPORTED_AT_ONCE = 50
PART_REPORTED_AT_ONCE = 20
# Counts of windows long past are of no use; they go when a process first reports in a new one.
WINDOWS_KEPT = 5
CLIENT_CHARACTERS = 32
# Whoever has one address of version 6 has all of the network around it.
NETWORK_BITS = 64

REPORT = """
INSERT INTO claims_request_count AS known (client, window_number, requests) VALUES (%s, %s, %s)
ON CONFLICT (client, window_number) DO UPDATE SET requests = known.requests + EXCLUDED.requests RETURNING requests
"""


@dataclass
class Count:
    reported: int = 0
    waiting: int = 0


@dataclass
class Counts:
    """What this process knows of the window it is in."""

    window: int = 0
    clients: dict[str, Count] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, client: str, window: int, group: int) -> int:
        """Count one request; returns how many the client has made in this window, as far as this process knows."""
        with self.lock:
            is_new = window != self.window
            if is_new:
                self.window, self.clients = window, {}
            count = self.clients.setdefault(client, Count())
            count.waiting += 1
            due = count.waiting if count.waiting >= group else 0
            count.waiting -= due
        if due:
            # Outside the lock: another reader's request does not wait for the database.
            total = _report(client, window, due)
            count.reported = max(count.reported + due, total)
        return count.reported + count.waiting

    def forget(self) -> None:
        with self.lock:
            self.window, self.clients = 0, {}


counts = Counts()


class ReaderThrottle(BaseThrottle):
    """Requests of one address in each minute."""

    def __init__(self) -> None:
        self.limit = self.most()
        self.used = 0
        self.now = time.time()

    def most(self) -> int:
        return int(settings.API_REQUESTS_PER_MINUTE)

    def client(self, request: Request) -> str:
        return _client(self.get_ident(request))

    def allow_request(self, request: Request, view: Any) -> bool:
        window = int(self.now // WINDOW_SECONDS)
        group = max(1, min(REPORTED_AT_ONCE, self.limit // PART_REPORTED_AT_ONCE))
        self.used = counts.add(self.client(request), window, group)
        request.throttle_used = self  # type: ignore[attr-defined]
        return self.used <= self.limit

    def wait(self) -> float:
        return WINDOW_SECONDS - self.now % WINDOW_SECONDS

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
        return _digest(f"account {request.user.pk}")


class TellsItsLimits:
    """Mixed into views: every answer says how many requests are left."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **options: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **options)  # type: ignore[misc]
        if throttle := getattr(request, "throttle_used", None):
            for name, value in throttle.headers.items():
                answer[name] = value
        return answer


@lru_cache(maxsize=4_096)
def _client(address: str | None) -> str:
    """A keyed digest in the place of the address: the table does not say who reads here."""
    try:
        parsed = ipaddress.ip_address(address or "")
        bits = NETWORK_BITS if parsed.version == 6 else parsed.max_prefixlen
        network = str(ipaddress.ip_network((parsed, bits), strict=False))
    except ValueError:
        network = address or ""
    return _digest(network)


def _digest(who: str) -> str:
    return salted_hmac("claims.api.throttling", who, algorithm="sha256").hexdigest()[:CLIENT_CHARACTERS]


def _report(client: str, window: int, requests: int) -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(REPORT, [client, window, requests])
            total = int(cursor.fetchone()[0])
            if total == requests:
                cursor.execute("DELETE FROM claims_request_count WHERE window_number < %s", [window - WINDOWS_KEPT])
    except DatabaseError:
        # Readers come before limits: a database that cannot be written to can still be read.
        logger.exception("Requests could not be counted")
        return 0
    return total
