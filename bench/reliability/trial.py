"""What the trials share: their options, a database for each, and the one line of JSON in which each ends."""

import argparse
import json
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.scratch_database import scratch_database, set_up_django

# A trial asks faster than any reader; those of the limits themselves set their own.
os.environ.setdefault("API_REQUESTS_PER_MINUTE", "100000000")
os.environ.setdefault("API_REQUESTS_PER_MINUTE_WITH_TOKEN", "100000000")


# A row that can be told from others by its slug, for trials that count what came back.
TOPIC = """
INSERT INTO claims_topic (slug, name, description, revision, created_at, updated_at)
VALUES (%s, %s, '{}', 1, now(), now())
"""


@contextmanager
def meanwhile(works: Iterable[Callable[[threading.Event], None]], seconds_to_end: float) -> Iterator[None]:
    """Each of the works in a thread of its own for as long as the block lasts; each ends when the event is set."""
    is_over = threading.Event()
    threads = [threading.Thread(target=work, args=(is_over,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join(seconds_to_end)


@dataclass
class Report:
    """``control`` is the same trial of a variant without the protection; it must fail, or the trial proves nothing."""

    test: str
    title: str
    figures: dict[str, Any] = field(default_factory=dict)
    control: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    # Whatever would be too long for a cell of the table; it stands below it.
    details: list[str] = field(default_factory=list)
    control_failed: bool = False
    started: float = field(default_factory=time.monotonic)

    @property
    def passed(self) -> bool:
        return not self.faults and self.control_failed

    def conclude(self) -> int:
        """Print it for people, then in one line for programs; returns the exit code."""
        self.figures["seconds"] = round(time.monotonic() - self.started, 1)
        print(f"{self.test}  {self.title}")
        for name, value in self.figures.items():
            print(f"  {name:38}{value}")
        for name, value in self.control.items():
            print(f"  control: {name:29}{value}")
        for detail in self.details:
            print(f"  {detail}")
        for fault in self.faults[:10]:
            print(f"  FAULT: {fault}")
        if not self.control_failed:
            print("  FAULT: the control did not fail, so this trial would not have seen it")
        told = {"test": self.test, "title": self.title, "figures": self.figures, "control": self.control}
        told |= {"details": self.details, "faults": self.faults[:10], "passed": self.passed}
        print(json.dumps(told, default=str), flush=True)
        return 0 if self.passed else 1


def options_of(description: str | None, **more: Any) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(description or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="the version that runs in make test")
    parser.add_argument("--seed", type=int, default=1)
    for name, default in more.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    return parser


@contextmanager
def trial_database(name: str) -> Iterator[str]:
    """A migrated database of this trial's own, copied from the template that the tests use too."""
    set_up_django()
    from django.conf import settings

    from tests.databases import ensure_template

    settings.ALLOWED_HOSTS = ["*"]
    # What is refused on purpose is not worth a line of the log each.
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", "No directory at")
    with scratch_database(f"factcheck_{name}_{os.getpid()}", template=ensure_template()) as database:
        yield database


def in_threads(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Do ``work`` with the numbers 0 … count - 1 at the same time, each with a connection of its own."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def with_own_connection(number: int) -> Any:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(with_own_connection, range(count)))
