"""Back the database up, with a manifest of what must be in it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from factcheck.backups.making import make_backup
from factcheck.backups.programs import ProgramFailed


class Command(BaseCommand):
    help = "Write all of the database, as it is at one moment, to a new directory. Nothing is ever overwritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="a directory that does not exist yet, or is empty")
        parser.add_argument("--jobs", type=int, choices=range(1, 17), default=2, help="how many tables at a time")
        parser.add_argument("--dry-run", action="store_true", help="only say whether it would be written")

    def handle(self, *, directory: Path, jobs: int, dry_run: bool, **options: Any) -> None:
        if dry_run:
            if directory.exists() and any(directory.iterdir()):
                raise CommandError(f"{directory} is not empty")
            self.stdout.write(f"Dry run: the database would be written to {directory}.")
            return
        try:
            manifest = make_backup(directory, jobs=jobs)
        except (OSError, ProgramFailed, OperationalError) as error:
            raise CommandError(f"Nothing was written: {' '.join(str(error).split())}") from None
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"{rows} rows of {len(manifest['tables'])} tables written to {directory}; the record ends at publication "
            f"{manifest['record']['number']}."
        )
