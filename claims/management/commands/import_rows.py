"""Bring claims, sources or evidence in from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.intake.rows import KINDS, Outcome, UnreadableRows, bring_rows
from claims.models import RowImport, User
from claims.workflow import VerbRefused

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Bring the rows of a CSV or JSONL file in, all of them or none. Rows that are here already are left as they "
        "are unless --change-existing is given; the same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS), help="what the rows are")
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV in UTF-8 or UTF-16, or JSONL by its ending")
        parser.add_argument("--by", metavar="USERNAME", required=True, help="the account in whose name they come in")
        parser.add_argument("--dry-run", action="store_true", help="do everything, report it, and take it back")
        parser.add_argument("--change-existing", action="store_true", help="change rows that are here already")
        parser.add_argument(
            "--skip-lines", type=line_numbers, default=(), metavar="3,17", help="wrong lines to leave out, by number"
        )

    def handle(self, *, kind: str, file: Path, by: str, dry_run: bool, **options: Any) -> None:
        try:
            with file.open("rb") as content:
                outcome = bring_rows(
                    content,
                    kind=KINDS[kind],
                    format=format_of(file.name),
                    by=self._user(by),
                    change_existing=options["change_existing"],
                    skip_lines=options["skip_lines"],
                    dry_run=dry_run,
                    reason=file.name,
                    on_progress=lambda rows: self.stderr.write(f"{rows:,} rows read"),
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except (UnreadableRows, VerbRefused) as error:
            raise CommandError(f"{error} Nothing was written.") from None
        self._report(outcome)
        if outcome.wrong:
            raise CommandError(
                "Nothing was written. Mend these rows, or name their lines with --skip-lines to leave them out."
            )
        if dry_run:
            self.stdout.write("Dry run: nothing was kept.")

    def _report(self, outcome: Outcome) -> None:
        for problem in outcome.problems[:SHOWN]:
            self.stdout.write(str(problem))
        if len(outcome.problems) > SHOWN:
            self.stdout.write("…")
        self.stdout.write(", ".join(f"{count:,} {name}" for name, count in outcome.counts().items()))

    def _user(self, username: str) -> User:
        try:
            return User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account “{username}”.") from None


def line_numbers(value: str) -> frozenset[int]:
    """The name appears in the refusal: “invalid line_numbers value”."""
    return frozenset(int(part) for part in value.split(","))


def format_of(name: str) -> str:
    is_json = name.lower().endswith((".jsonl", ".ndjson"))
    return RowImport.Format.JSONL if is_json else RowImport.Format.CSV
