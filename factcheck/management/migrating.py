"""What `demo` and `serve` do first."""

from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.db import OperationalError

from factcheck.embedded_database.server import ServerFailed
from factcheck.management.progress import step


def bring_up_to_date(output: OutputWrapper) -> None:
    try:
        with step(output, "Bringing the database up to date"):
            # From Python, a command runs no checks unless it is asked to.
            call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    except ServerFailed as error:
        raise CommandError(str(error)) from None
    except OperationalError as error:
        raise CommandError(f"The database cannot be reached. {' '.join(str(error).split())}") from None
