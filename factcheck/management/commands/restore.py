"""Bring a backup back into an empty database, and look whether everything is there."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from factcheck.backups.programs import ProgramFailed
from factcheck.backups.restoring import NotRestored, read_manifest, restore_backup


class Command(BaseCommand):
    help = "Restore a backup into the empty database of DATABASE_URL, then compare every table and verify the record."
    # The database is empty: there is nothing yet that they could look at.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument(
            "--jobs",
            type=int,
            choices=range(1, 17),
            default=1,
            help="1: all or nothing. More: faster, and an interrupted restore leaves a part",
        )
        parser.add_argument("--dry-run", action="store_true", help="only compare the files with the manifest")

    def handle(self, *, directory: Path, jobs: int, dry_run: bool, **options: Any) -> None:
        try:
            if dry_run:
                manifest = read_manifest(directory)
                self.stdout.write(f"Dry run: the backup of {manifest['made_at']} is whole.")
                return
            manifest = restore_backup(directory, jobs=jobs, tell=lambda words: self.stderr.write(f"{words} …"))
        except (NotRestored, ProgramFailed, OperationalError) as error:
            raise CommandError(" ".join(str(error).split())) from None
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"{rows} rows of {len(manifest['tables'])} tables restored as they were at {manifest['made_at']}; the "
            f"record verifies up to publication {manifest['record']['number']}."
        )
