"""Turn the second factor of an account off, for whoever lost phone and recovery codes and has nobody to ask."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.accounts import second_factor
from claims.models import User


class Command(BaseCommand):
    help = "Turn two-factor log-in off for one account. Its owner can then log in with the password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--dry-run", action="store_true", help="only say whether it is on")

    def handle(self, *, username: str, dry_run: bool, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        if not second_factor.is_on(user):
            self.stdout.write(f"Two-factor log-in of {username} is off already.")
        elif dry_run:
            self.stdout.write(f"Two-factor log-in of {username} is on and would be turned off.")
        else:
            second_factor.turn_off(user, by=user)
            self.stdout.write(f"Two-factor log-in of {username} is off.")
