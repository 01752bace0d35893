"""Who the server runs as, and the least that must be opened for it.

PostgreSQL refuses to run as root. Root's server therefore runs as a system user, which has to reach the programs and
its data. Folders on the way get the right to pass through, where it is missing, and nothing else: nobody can list or
read what was closed before. Every change is told on stderr.
"""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "embedded_postgres"
READ, PASS = stat.S_IROTH, stat.S_IXOTH


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def is_somebody_else(self) -> bool:
        return self.uid != os.geteuid()


def choose_account(home: Path) -> Account:
    """Root's server runs as the folder's owner if it has one, so that root can use another person's checkout."""
    if os.geteuid() != 0:
        return find_account(os.geteuid())
    owner = home.stat().st_uid if home.exists() else 0
    return find_account(owner) if owner else system_account()


def find_account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise LookupError(f"The user with the number {uid} has no name on this system; PostgreSQL needs one.") from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def system_account() -> Account:
    try:
        return find_account(pwd.getpwnam(SYSTEM_USER).pw_uid)
    except KeyError:
        create_system_user()
    return find_account(pwd.getpwnam(SYSTEM_USER).pw_uid)


def create_system_user() -> None:
    search = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    commands = (
        ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER),
        ("adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", SYSTEM_USER),  # BusyBox
    )
    for program, *arguments in commands:
        if found := shutil.which(program, path=search):
            subprocess.run([found, *arguments], check=False, capture_output=True)  # noqa: S603 — fixed words
            break
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise LookupError(
            f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be created. "
            "Run this as an ordinary user, or set DATABASE_URL."
        ) from None
    tell(f"created the system user {SYSTEM_USER}, because PostgreSQL does not run as root")


def open_way(target: Path, account: Account) -> None:
    """Let the account pass through every folder above the target."""
    for folder in reversed(target.parents):
        grant(folder, PASS, account)


def open_programs(folder: Path, account: Account) -> None:
    """The programs and libraries of a package that anyone can download, when a strict umask closed them."""
    open_way(folder, account)
    if may(folder, READ | PASS, account):
        return
    tell(f"opened {folder} for reading, so that {account.name} can run the database")
    for path in [folder, *folder.rglob("*")]:
        passing = PASS if path.stat().st_mode & stat.S_IXUSR else 0
        grant(path, READ | passing, account, quiet=True)


def give(paths: Iterable[Path], account: Account) -> None:
    for path in paths:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def grant(path: Path, rights: int, account: Account, *, quiet: bool = False) -> None:
    if may(path, rights, account):
        return
    before = stat.S_IMODE(path.stat().st_mode)
    after = before | for_account(path, rights, account)
    path.chmod(after)
    if not quiet:
        tell(f"let {account.name} pass through {path} (mode {before:o} is now {after:o}; its contents stay closed)")


def may(path: Path, rights: int, account: Account) -> bool:
    needed = for_account(path, rights, account)
    return path.stat().st_mode & needed == needed


def for_account(path: Path, rights: int, account: Account) -> int:
    """The same rights in the place of the mode that counts for this account: owner, group or others."""
    facts = path.stat()
    if facts.st_uid == account.uid:
        return rights << 6
    return rights << 3 if facts.st_gid == account.gid else rights


def tell(change: str) -> None:
    sys.stderr.write(f"Embedded database: {change}.\n")
