"""The site on this machine, with whatever its database holds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from factcheck.management.migrating import bring_up_to_date
from factcheck.serving import DEFAULT_PORT, HOST, port_number, reserve, serve, stop_in_order


class Command(BaseCommand):
    help = "Bring the database up to date and serve the site on 127.0.0.1."
    requires_system_checks = ()  # `migrate` runs them, those of the database too

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port_number, default=DEFAULT_PORT, help="port on 127.0.0.1 (%(default)s)")

    def handle(self, *, port: int, **options: Any) -> None:
        stop_in_order()
        listener = reserve(port)
        bring_up_to_date(self.stdout)
        self.stdout.write(f"\nhttp://{HOST}:{port}/  Ctrl-C stops it.\n")
        self.stdout.flush()
        serve(listener)
