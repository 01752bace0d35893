"""Send the webhooks that are due."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from claims.webhooks import deliver_due

SECONDS_BETWEEN_LOOKS = 1.0


class Command(BaseCommand):
    help = "Send the webhooks that are due, once or for ever. Any number of these may run beside each other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="go on until the process is ended")

    def handle(self, *, follow: bool, **options: Any) -> None:
        if not follow:
            self.stdout.write(f"{deliver_due()} attempts")
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stopped.set())
        while not stopped.is_set():
            self._look()
            stopped.wait(SECONDS_BETWEEN_LOOKS)

    def _look(self) -> None:
        try:
            deliver_due()
        except DatabaseError as error:
            # The database is away for a while; what is due then is due afterwards too.
            self.stderr.write(f"Not delivered: {error}")
            connection.close()
