"""Whether anything that readers see can have changed since a page or an answer was made.

The database knows, and says so to whoever listens: every publication, every change of the scale and every checkpoint
sends a notification when it is committed. A process that listens therefore knows the state without asking, except that
it asks once a second all the same, in case that its connection has died without a word. Nobody can listen to a standby
server, so what it says is believed for that second. Through a pooler that lends connections for one transaction nobody
can listen either: DATABASE_DIRECT_URL leads past it, and without that the state is asked each time.
"""

import logging
import os
import select
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from claims.models import reading_database

logger = logging.getLogger(__name__)

CHANNEL = "claims_record"
ASK = "SELECT claims_record_state()"
# The longest that a state is believed without asking, whatever was or was not heard.
SECONDS_TO_BELIEVE = 1.0
SECONDS_UNTIL_LISTENING_AGAIN = 30.0


def record_state() -> str:
    """Differs from an earlier one whenever the record, the scale of ratings or the checkpoints have changed."""
    database = reading_database()
    if settings.RECORD_IS_WATCHED:
        known = watch.state() if database == DEFAULT_DB_ALIAS else _of_standby(database)
        if known is not None:
            return known
    return _asked(database)


def _of_standby(database: str) -> str:
    """What is read there within the next second is no older than this."""
    known, until = _believed.get(database, ("", 0.0))
    now = time.monotonic()
    if now >= until:
        known = _asked(database)
        _believed[database] = known, now + SECONDS_TO_BELIEVE
    return known


_believed: dict[str, tuple[str, float]] = {}


def _asked(database: str) -> str:
    with connections[database].cursor() as cursor:
        cursor.execute(ASK)
        state: str = cursor.fetchone()[0]
    return state


@dataclass
class Watch:
    """The state of the record as this process has last heard it, over a connection of its own."""

    known: str = ""
    believed_until: float = 0.0
    silent_until: float = 0.0
    process: int = 0
    listening: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def state(self) -> str | None:
        """None where nobody can listen, so that the caller asks."""
        with self.lock:
            now = time.monotonic()
            if self.process != os.getpid():
                # A child of the process that listened: the connection is its parent's.
                self.listening, self.silent_until, self.process = None, 0.0, os.getpid()
            if now < self.silent_until:
                return None
            try:
                if self.listening is None:
                    self._listen()
                if now >= self.believed_until or self._has_heard():
                    self.known = self._ask()
                    self.believed_until = now + SECONDS_TO_BELIEVE
            except (psycopg2.Error, DatabaseError) as error:
                logger.warning("The record cannot be watched, so it is asked each time: %s", error)
                self.stop()
                self.silent_until = now + SECONDS_UNTIL_LISTENING_AGAIN
                return None
            return self.known

    def doubt(self) -> None:
        """Something was published in this very process, which should see it without waiting for the news."""
        self.believed_until = 0.0

    def stop(self) -> None:
        if self.listening is not None and self.process == os.getpid():
            self.listening.close()
        self.listening, self.believed_until = None, 0.0

    def _listen(self) -> None:
        server = connections[settings.DATABASE_FOR_SESSIONS]
        self.listening = server.get_new_connection(server.get_connection_params())
        self.listening.autocommit = True
        with self.listening.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self.believed_until = 0.0

    def _has_heard(self) -> bool:
        waiting = select.poll()
        waiting.register(self.listening.fileno(), select.POLLIN)
        return bool(waiting.poll(0))

    def _ask(self) -> str:
        # Heard first: what is committed after this moment will be heard the next time.
        self.listening.poll()
        self.listening.notifies.clear()
        with self.listening.cursor() as cursor:
            cursor.execute(ASK)
            state: str = cursor.fetchone()[0]
        return state


watch = Watch()
