"""Take the text of an article in."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from claims.intake.account import intake_account
from claims.intake.article import ArticleFacts, ImportReport, import_article
from claims.intake.publishers import UnknownPublisher
from claims.models import User
from claims.text.addresses import UnsafeAddress
from claims.text.normalisation import UnreadableArticle, decode_article
from claims.workflow import VerbRefused

REFUSALS = (UnreadableArticle, UnsafeAddress, UnknownPublisher, VerbRefused)


class Command(BaseCommand):
    help = "Store an article's text as an immutable snapshot and list its sentences as candidate claims."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the article's text, UTF-8")
        parser.add_argument("--title", required=True, help="the headline")
        parser.add_argument("--publisher", required=True, help="slug of the publisher, or its host to add it")
        parser.add_argument("--language", required=True, help="BCP 47 code of the text: id, en …")
        parser.add_argument("--url", help="where the article was published; leave out when unknown")
        parser.add_argument("--published-on", type=day, metavar="YYYY-MM-DD", help="the day it appeared")
        parser.add_argument(
            "--by", metavar="USERNAME", help="who imports it (an account of the machine's own by default)"
        )
        parser.add_argument("--dry-run", action="store_true", help="do everything, report it, and take it back")

    def handle(self, *, file: Path, dry_run: bool, by: str | None, **options: Any) -> None:
        facts = ArticleFacts(
            title=options["title"],
            publisher=options["publisher"],
            language=options["language"],
            url=options["url"],
            published_on=options["published_on"],
        )
        try:
            text = decode_article(file.read_bytes())
            with transaction.atomic():
                report = import_article(text, facts, by=self._user(by))
                self._print(report)
                transaction.set_rollback(dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except REFUSALS as error:
            raise CommandError(f"{error} Nothing was written.") from None
        except ValidationError as error:
            raise CommandError(f"{_in_one_line(error)} Nothing was written.") from None
        if dry_run:
            self.stdout.write("Dry run: nothing was kept.")

    def _user(self, username: str | None) -> User:
        if username is None:
            return intake_account()
        try:
            return User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(f"There is no account “{username}”.") from None

    def _print(self, report: ImportReport) -> None:
        if report.snapshot is None:
            self.stdout.write(f"Nothing new: exactly this text of “{report.article.slug}” is here already.")
            return
        self.stdout.write(f"Article “{report.article.slug}”, snapshot {report.snapshot.number}.")
        for span in report.snapshot.boilerplate:
            self.stdout.write(f"  boilerplate {span['start']}–{span['end']}: {span['kind']}")
        if report.found_again:
            self.stdout.write(f"{len(report.found_again)} quotes found again:")
            for row in report.found_again:
                self.stdout.write(f"  {row.anchor_state}: {row.claim.slug} at {row.start}–{row.end}")
        if report.gone:
            self.stdout.write(f"{len(report.gone)} quotes are gone from the text:")
            for row in report.gone:
                self.stdout.write(f"  {row.claim.slug}: “{row.exact}”")
        self.stdout.write(f"{len(report.candidates)} candidates:")
        for claim in report.candidates:
            place = claim.appearances.get()
            self.stdout.write(f"  {place.start}–{place.end} {place.exact}")


def day(value: str) -> date:
    """The name appears in the refusal: “invalid day value”."""
    return date.fromisoformat(value)


def _in_one_line(error: ValidationError) -> str:
    return " ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
