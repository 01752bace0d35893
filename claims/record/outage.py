"""What was kept is given on while the database cannot be reached: nothing can be published then, at least not here.

For a while only: a process that is cut off by itself does not see what others publish.
"""

import time
from dataclasses import dataclass, field
from threading import Lock

from django.db import Error

from claims.models import is_unavailable
from claims.record import state

LONGEST_SECONDS = 600.0


@dataclass
class LastKnown:
    state: str = ""
    at: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def put(self, known: str) -> None:
        with self.lock:
            self.state, self.at = known, time.monotonic()

    def get(self) -> str:
        with self.lock:
            return self.state if time.monotonic() - self.at < LONGEST_SECONDS else ""


last_known = LastKnown()


def record_state() -> str:
    """As :func:`claims.record.state.record_state`, or the last that was known while nobody can be asked."""
    try:
        known = state.record_state()
    except Error as error:
        before = last_known.get()
        if not before or not is_unavailable(error):
            raise
        return before
    last_known.put(known)
    return known
