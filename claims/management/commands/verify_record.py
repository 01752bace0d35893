"""Check the public record against its own digests."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.record import verify_record

PROGRESS_EVERY = 10_000
MOST_PROCESSES = 64


class Command(BaseCommand):
    help = "Recompute every digest of the public record and name the first row that does not hold."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--processes",
            type=int,
            default=min(len(os.sched_getaffinity(0)), MOST_PROCESSES),
            help="How many processes share the work (one a core).",
        )

    def handle(self, *, processes: int, **options: Any) -> None:
        if not 1 <= processes <= MOST_PROCESSES:
            raise CommandError(f"Between 1 and {MOST_PROCESSES} processes can share the work.")
        result = verify_record(self._progress, processes=processes)
        if result.fault is not None:
            raise CommandError(
                f"The record does not hold at {result.fault.row}: {result.fault.reason}. "
                f"{result.publications} publications before it are in order."
            )
        self.stdout.write(
            f"{result.publications} publications and {result.texts} texts checked, all in order. "
            f"Head: {result.head_digest}"
        )
        for lost in result.redacted:
            self.stdout.write(
                f"  redacted: {', '.join(lost.fields)} of {lost.slug} version {lost.version} "
                f"(said in publication {lost.announced_by})"
            )

    def _progress(self, checked: int) -> None:
        if checked and checked % PROGRESS_EVERY == 0:
            self.stderr.write(f"  {checked:,} checked")
