"""How much each reader has asked for in a minute, counted over all processes.

All processes share the counts in one unlogged table. To ask it at each request would cost more than many answers do,
so a process reports a reader's requests in groups; what it has not reported yet is the most that the sum can miss.
"""

import ipaddress
import logging
import threading
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import DatabaseError, connection
from django.utils.crypto import salted_hmac

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

    def add(self, client: str, window: int, group: int, requests: int = 1) -> int:
        """Count requests; returns how many the client has made in this window, as far as this process knows."""
        with self.lock:
            is_new = window != self.window
            if is_new:
                self.window, self.clients = window, {}
            count = self.clients.setdefault(client, Count())
            count.waiting += requests
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


def count_requests(client: str, limit: int, now: float, requests: int = 1) -> int:
    """Count them in the minute of ``now``; returns how many requests it has seen."""
    group = max(1, min(REPORTED_AT_ONCE, limit // PART_REPORTED_AT_ONCE))
    return counts.add(client, int(now // WINDOW_SECONDS), group, requests)


def seconds_left(now: float) -> float:
    return WINDOW_SECONDS - now % WINDOW_SECONDS


@lru_cache(maxsize=4_096)
def client_of(address: str | None) -> str:
    """A keyed digest in the place of the address: the table does not say who reads here."""
    try:
        parsed = ipaddress.ip_address(address or "")
        bits = NETWORK_BITS if parsed.version == 6 else parsed.max_prefixlen
        network = str(ipaddress.ip_network((parsed, bits), strict=False))
    except ValueError:
        network = address or ""
    return digest_of(network)


def digest_of(who: str) -> str:
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
