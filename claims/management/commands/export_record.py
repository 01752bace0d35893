"""Write the public record to files that anyone can check."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max

from claims.models import Publication
from claims.record import export_record

PROGRESS_EVERY = 10_000


class Command(BaseCommand):
    help = "Export the public record as NDJSON with a manifest, digests and the script that verifies them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("directory", type=Path, help="A new or empty directory.")
        parser.add_argument("--dry-run", action="store_true", help="Only say how much would be written.")

    def handle(self, *, directory: Path, dry_run: bool, **options: Any) -> None:
        if dry_run:
            head = Publication.objects.aggregate(head=Max("number"))["head"] or 0
            self.stdout.write(f"Dry run: {head} publications would be written to {directory}.")
            return
        try:
            manifest = export_record(directory, self._progress)
        except OSError as error:
            raise CommandError(f"Nothing was written: {error}") from None
        self.stdout.write(
            f"{manifest['publications']} publications and {manifest['texts']} texts written to {directory}. "
            f"Check them with: python3 {directory / 'verify_export.py'} {directory}"
        )

    def _progress(self, written: int) -> None:
        if written % PROGRESS_EVERY == 0:
            self.stderr.write(f"  {written:,} written")
