"""Which standby servers are alive and near enough to the primary, found out beside the requests.

One thread a process asks the primary how far it has written and each standby how far it has come, twice a second and
with a limit to each wait. A standby is as far behind as the time since the primary had written what the standby has
now; no clock of another machine is needed. Requests only look at what is known.
"""

import logging
import os
import threading
import time
from collections import deque
from dataclasses import dataclass, field

from django.conf import settings

from factcheck.asking import Line, NoAnswer
from factcheck.replicas.database.base import cut

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 0.5
LONGEST_ANSWER = 1.0
# What was found out longer ago is not believed: the thread itself may have died.
SECONDS_TO_BELIEVE = 4.0
# After a failure, so that a standby that comes and goes is not tried with readers' requests.
SECONDS_OF_DISTRUST = 5.0

WRITTEN = "SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint"
REPLAYED = "SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint WHERE pg_is_in_recovery()"


@dataclass
class Standby:
    position: int = 0
    behind: float | None = None
    seen_at: float = float("-inf")
    distrusted_until: float = 0.0


@dataclass
class Watch:
    """``written`` remembers when the primary had come how far."""

    written: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=256))
    standbys: dict[str, Standby] = field(default_factory=dict)
    process: int = 0
    began: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_usable(self, alias: str) -> bool:
        self._ensure_watching()
        standby = self.standbys.get(alias)
        now = time.monotonic()
        return (
            standby is not None
            and now - standby.seen_at < SECONDS_TO_BELIEVE
            and now >= standby.distrusted_until
            and standby.behind is not None
            and standby.behind <= settings.REPLICA_SECONDS_BEHIND
        )

    def position(self, alias: str) -> int:
        standby = self.standbys.get(alias)
        return standby.position if standby else 0

    def seconds_behind(self, alias: str) -> float | None:
        standby = self.standbys.get(alias)
        return standby.behind if standby else None

    def distrust(self, alias: str) -> None:
        """A request failed there."""
        standby = self.standbys.setdefault(alias, Standby())
        standby.distrusted_until = time.monotonic() + SECONDS_OF_DISTRUST

    def _ensure_watching(self) -> None:
        if self.process == os.getpid():
            return
        with self.lock:
            if self.process != os.getpid():
                # A child of a process that watched has none of its threads.
                self.process, self.began, self.standbys = os.getpid(), time.monotonic(), {}
                self.written.clear()
                for alias in settings.REPLICAS:
                    threading.Thread(target=self._watch, args=(alias,), daemon=True, name=f"watch-{alias}").start()
                threading.Thread(target=self._watch_primary, daemon=True, name="watch-primary").start()

    def _watch_primary(self) -> None:
        line = Line(settings.DATABASE_FOR_SESSIONS)
        while True:
            began = time.monotonic()
            try:
                ((position,),) = line.ask(WRITTEN, until=began + LONGEST_ANSWER)
                # The moment before it answered: never later than it was there.
                self.written.append((began, position))
            except NoAnswer as reason:
                logger.debug("The primary does not say how far it is: %s", reason)
            time.sleep(SECONDS_BETWEEN)

    def _watch(self, alias: str) -> None:
        line = Line(alias)
        while True:
            self.look(alias, line)
            time.sleep(SECONDS_BETWEEN)

    def look(self, alias: str, line: Line) -> None:
        standby = self.standbys.setdefault(alias, Standby())
        was_usable = self.is_usable(alias)
        try:
            rows = line.ask(REPLAYED, until=time.monotonic() + LONGEST_ANSWER)
            reason = "it is no standby server"
        except NoAnswer as silence:
            rows, reason = [], str(silence)
        if rows:
            now = time.monotonic()
            standby.position = int(rows[0][0])
            standby.behind, standby.seen_at = self._behind(standby.position, now), now
            reason = f"{standby.behind} seconds behind"
        else:
            standby.behind, standby.seen_at = None, float("-inf")
            cut(alias)
        if was_usable != self.is_usable(alias):
            logger.warning("%s %s (%s)", alias, "is not read from" if was_usable else "is read from", reason)

    def _behind(self, position: int, now: float) -> float | None:
        written = list(self.written)
        if not written:
            # The primary was never heard: what a standby has is all there is.
            return 0.0 if now - self.began > SECONDS_TO_BELIEVE else None
        newest = written[-1][1]
        if position >= newest:
            return 0.0
        # Measured against the newest news of the primary, so that it does not grow while the primary is away.
        reached = [moment for moment, there in written if there <= position]
        return round(written[-1][0] - reached[-1], 2) if reached else None


watch = Watch()
