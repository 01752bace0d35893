"""Load a dossier folder through the workflow verbs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from claims.intake.dossier import DossierRefused, LoadReport, load_dossier, read_dossier
from claims.models import User
from claims.workflow import VerbRefused


class Command(BaseCommand):
    help = "Load claims, sources, evidence and verdicts from a dossier folder. The same dossier again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="folder with one .json file and the article's text")
        parser.add_argument("--author", default="researcher", help="username that writes and submits (%(default)s)")
        parser.add_argument("--approver", default="editor", help="username that approves and publishes (%(default)s)")
        parser.add_argument("--dry-run", action="store_true", help="do everything, report it, and take it back")

    def handle(self, *, folder: Path, author: str, approver: str, dry_run: bool, **options: Any) -> None:
        people = {name: self._user(name) for name in (author, approver)}
        try:
            dossier = read_dossier(folder)
            with transaction.atomic():
                report = load_dossier(
                    dossier,
                    author=people[author],
                    approver=people[approver],
                    on_progress=self._progress(options),
                )
                transaction.set_rollback(dry_run)
        except DossierRefused as error:
            raise CommandError(f"The dossier was refused and nothing was written:\n{error}") from None
        except VerbRefused as error:
            raise CommandError(f"“{error.verb}” was refused and nothing was written: {error}") from None
        self.stdout.write(_summary(report, dry_run=dry_run))

    def _user(self, username: str) -> User:
        try:
            return User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account “{username}”. Name one with --author and --approver.") from None

    def _progress(self, options: dict[str, Any]) -> Any:
        return (lambda line: self.stderr.write(f"  {line}")) if options["verbosity"] > 1 else (lambda line: None)


def _summary(report: LoadReport, *, dry_run: bool) -> str:
    parts = [
        f"{count} {kind} {what}"
        for what, counter in (
            ("created", report.created),
            ("updated", report.updated),
            ("removed", report.removed),
        )
        for kind, count in counter.items()
        if count
    ]
    if report.published:
        parts.append(f"{report.published} versions published")
    prefix = "Dry run: " if dry_run else ""
    return f"{prefix}{report.changes} changes" + (f" ({', '.join(parts)})" if parts else "")
