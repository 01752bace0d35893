"""The two people of the demo: one who writes and one who approves."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, transaction

from factcheck.environment import VAR_DIR

NAMES = {"researcher": "Demo researcher", "editor": "Demo editor"}
PASSWORDS = VAR_DIR / "demo-accounts.json"


@dataclass(frozen=True)
class DemoAccount:
    username: str
    password: str | None  # None: somebody changed it, or made the account elsewhere
    is_new: bool


def ensure_accounts(kept_in: Path = PASSWORDS) -> list[DemoAccount]:
    """Create the accounts that are missing. The passwords are kept, so that they can be shown again."""
    with transaction.atomic():
        kept = read(kept_in)
        known = kept.get(database_name(), {})
        accounts = [ensure_account(username, known.get(username)) for username in NAMES]
        if any(account.is_new for account in accounts):
            ours = {each.username: each.password for each in accounts if each.password}
            write(kept_in, {**kept, database_name(): ours})
    return accounts


def database_name() -> str:
    """Whoever tries DATABASE_URL in between must not lose the passwords of the other database."""
    where = connection.settings_dict
    return f"{where['HOST'] or 'local'}:{where['PORT'] or 'default'}/{where['NAME']}"


def ensure_account(username: str, known_password: str | None) -> DemoAccount:
    users = get_user_model().objects
    user = users.filter(username=username).first()
    if user is None:
        password = secrets.token_urlsafe(12)
        user = users.create_user(username, password=password, is_staff=True, public_name=NAMES[username])
        user.groups.add(Group.objects.get(name=username))
        return DemoAccount(username, password, is_new=True)
    is_unchanged = known_password is not None and user.check_password(known_password)
    return DemoAccount(username, known_password if is_unchanged else None, is_new=False)


def read(path: Path) -> dict[str, dict[str, str]]:
    try:
        kept = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: accounts for name, accounts in kept.items() if isinstance(accounts, dict)}


def write(path: Path, passwords: dict[str, dict[str, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(passwords, indent=2) + "\n")
