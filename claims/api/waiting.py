"""Wait a while for rows that are not there yet, holding neither a transaction nor too many of the server's threads.

By asking again rather than by LISTEN: that would not reach readers behind pgbouncer or on a standby server.
"""

import threading
import time
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet

LONGEST_WAIT = 30

Row = TypeVar("Row", bound=Model)
_places = threading.BoundedSemaphore(settings.API_MOST_WAITING)


def first_rows(rows: QuerySet[Row], count: int, *, seconds: float) -> list[Row]:
    """The first ``count`` rows. When there is none, asks again for so many seconds.

    When the process has as many waiting already as it can bear, nobody else waits: their answer is empty at once.
    """
    found = list(rows[:count])
    if found or seconds <= 0 or not _places.acquire(blocking=False):
        return found
    try:
        deadline = time.monotonic() + seconds
        while not found and (left := deadline - time.monotonic()) > 0:
            # Each query is a transaction of its own (ATOMIC_REQUESTS is off), so none is open meanwhile.
            time.sleep(min(settings.API_SECONDS_BETWEEN_QUERIES, left))
            found = list(rows[:count])
        return found
    finally:
        _places.release()
