"""Everything a newcomer needs: a database, two accounts, the sample dossier, and the site on this machine."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import Publication
from factcheck.demo_accounts import PASSWORDS, DemoAccount, ensure_accounts
from factcheck.management.migrating import bring_up_to_date
from factcheck.management.progress import step
from factcheck.serving import DEFAULT_PORT, HOST, port_number, reserve, serve, stop_in_order

DOSSIER = settings.BASE_DIR / "examples" / "us-china-ai"


class Command(BaseCommand):
    help = "Set up the database, two demo accounts and the sample dossier, and serve them. Again: nothing changes."
    requires_system_checks = ()  # `migrate` runs them, those of the database too

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port_number, default=DEFAULT_PORT, help="port on 127.0.0.1 (%(default)s)")
        parser.add_argument("--no-serve", action="store_true", help="set everything up and stop there")

    def handle(self, *, port: int, no_serve: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo makes accounts that anyone can read about. Set DEBUG=1 to try it.")
        stop_in_order()
        listener = None if no_serve else reserve(port)
        try:
            accounts = self.set_up()
        except KeyboardInterrupt:
            raise CommandError("Stopped. The next start goes on from here.", returncode=130) from None
        self.tell_accounts(accounts, port)
        if listener is not None:
            self.stdout.write("Ctrl-C stops it.\n")
            self.stdout.flush()
            serve(listener)

    def set_up(self) -> list[DemoAccount]:
        bring_up_to_date(self.stdout)
        with step(self.stdout, "Looking after the demo accounts"):
            accounts = ensure_accounts()
        if Publication.objects.exists():
            # The dossier would undo what people corrected since.
            self.stdout.write("Something is published already, so the sample dossier is not loaded again.")
            return accounts
        answer = StringIO()
        with step(self.stdout, "Loading the sample dossier"):
            call_command("load_dossier", str(DOSSIER), author="researcher", approver="editor", stdout=answer)
        self.stdout.write(answer.getvalue().strip())
        return accounts

    def tell_accounts(self, accounts: list[DemoAccount], port: int) -> None:
        address = f"http://{HOST}:{port}"
        self.stdout.write(f"\nSite     {address}/\nEditors  {address}/admin/\nAPI      {address}/api/v1/\n\nAccounts")
        for account in accounts:
            self.stdout.write(f"  {account.username:<12}{self.password_line(account)}")
        self.stdout.write(f"Kept in {PASSWORDS.relative_to(settings.BASE_DIR)}, readable by you alone.\n")

    def password_line(self, account: DemoAccount) -> str:
        if account.password is None:
            return f"password not known here; set another: .venv/bin/python manage.py changepassword {account.username}"
        return account.password if account.is_new else f"{account.password}  (as before)"
