"""Derive the public state again from the record."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from claims.record import rebuild

PROGRESS_EVERY = 500


class Command(BaseCommand):
    help = "Throw the derived public tables away and make them again from the record. Readers notice nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="rebuild, report, and take it back")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        with transaction.atomic():
            total = rebuild(self._progress)
            transaction.set_rollback(dry_run)
        self.stdout.write(f"{'Dry run: ' if dry_run else ''}{total} claims rebuilt from the record.")

    def _progress(self, done: int, total: int) -> None:
        if done % PROGRESS_EVERY == 0:
            self.stderr.write(f"  {done:,} of {total:,}")
