"""Do the work beside the site: tasks, periodic tasks and webhooks."""

import os
import signal
import sys
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.background import work_forever, work_once


class Command(BaseCommand):
    help = (
        "Do what the site leaves to the background: imports, link checks, mail, periodic tasks and webhooks. "
        "Any number of these may run beside each other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="do all that is due now, and end; for a timer")
        how.add_argument(
            "--until-input-ends",
            action="store_true",
            help="end when standard input is closed, as when the process that started this one ends, however it ends",
        )

    def handle(self, *, once: bool, until_input_ends: bool, **options: Any) -> None:
        if once:
            work_once()
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_received: stopped.set())
        if until_input_ends:
            Thread(target=wait_for_the_end, args=(sys.stdin.fileno(), stopped), daemon=True).start()
        work_forever(stopped)


def wait_for_the_end(descriptor: int, stopped: Event) -> None:
    while os.read(descriptor, 1024):
        pass
    stopped.set()
