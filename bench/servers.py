"""PostgreSQL servers for one trial, from the embedded package's programs: primaries, standbys, copies of them.

Each has a folder of its own and listens on a socket in it that only its account can reach. As root they run as the
system user of the embedded database, since PostgreSQL refuses root.
"""

import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg2

from factcheck.embedded_database.account import choose_account, open_programs, open_way
from factcheck.embedded_database.server import LOCALE, detached, own_folder, programs

OWNER = "factcheck"
PORT = 5432
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "100",
    "wal_level": "replica",
    "hot_standby": "on",
    # A standby that comes back finds what it missed.
    "wal_keep_size": "256MB",
}


class PostgresServer:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.account = choose_account(home)
        home.parent.mkdir(parents=True, exist_ok=True)
        own_folder(home, self.account)
        if self.account.is_somebody_else:
            for folder in programs():
                open_programs(folder, self.account)
            open_way(home.resolve(), self.account)

    # --- Making

    def initialise(self, **settings: str) -> "PostgresServer":
        self.run("initdb", "-D", self.data, "-U", OWNER, "--encoding=UTF8", "--data-checksums", "--auth=peer", *LOCALE)
        names = sorted({"root", self.account.name})
        self._write("pg_hba.conf", "local all all peer map=trial\nlocal replication all peer map=trial\n")
        self._write("pg_ident.conf", "".join(f'trial "{name}" {OWNER}\n' for name in names))
        self.set(**settings)
        return self

    def copy_to(self, home: Path, *, standby: bool) -> "PostgresServer":
        """A base backup; with ``standby`` it goes on following this server."""
        other = PostgresServer(home)
        follow = ("--write-recovery-conf",) if standby else ()
        where = f"host={self.home} port={PORT} user={OWNER} application_name={home.name}"
        other.run("pg_basebackup", "-D", other.data, "-d", where, "--checkpoint=fast", "-X", "stream", *follow)
        return other

    def set(self, **settings: str) -> None:
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.write(lines)

    # --- Running

    def start(self) -> "PostgresServer":
        settings = {**SETTINGS, "unix_socket_directories": str(self.home)}
        words = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self.run("pg_ctl", "start", "-D", self.data, "-l", self.home / "log", "-w", "-t", 60, "-o", words)
        return self

    def stop(self) -> None:
        if self.postmaster() is not None:
            self.thaw()
            with suppress(subprocess.CalledProcessError):
                self.run("pg_ctl", "stop", "-D", self.data, "-m", "immediate", "-w", "-t", 60)

    def kill(self) -> None:
        """As if the machine had lost its power, for the processes."""
        family = self._family()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=10)

    def freeze(self) -> None:
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.suspend()

    def thaw(self) -> None:
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGCONT)

    def promote(self) -> None:
        self.run("pg_ctl", "promote", "-D", self.data, "-w", "-t", 60)

    def reload(self) -> None:
        self.run("pg_ctl", "reload", "-D", self.data)

    def postmaster(self) -> psutil.Process | None:
        try:
            number = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            process = psutil.Process(number)
            return process if process.cwd() == str(self.data.resolve()) else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _family(self) -> list[psutil.Process]:
        postmaster = self.postmaster()
        return [postmaster, *postmaster.children(recursive=True)] if postmaster else []

    # --- Asking

    def url(self, database: str) -> str:
        return f"postgres://{OWNER}@{quote(str(self.home), safe='')}:{PORT}/{database}"

    def connect(self, database: str = "postgres") -> Any:
        connection = psycopg2.connect(host=str(self.home), port=PORT, user=OWNER, dbname=database, connect_timeout=5)
        connection.autocommit = True
        return connection

    def ask(self, query: str, database: str = "postgres") -> Any:
        """The first column of the first row, if there is one."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()

    def wait_until(self, query: str, seconds: float = 60, database: str = "postgres") -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(psycopg2.Error):
                if self.ask(query, database):
                    return
            time.sleep(0.05)
        raise TimeoutError(f"not true within {seconds} s: {query}")

    def run(self, program: str, *arguments: object) -> None:
        with (self.home / "programs.log").open("a") as log:
            subprocess.run(
                [str(programs()[0] / "bin" / program), *(str(argument) for argument in arguments)],
                check=True,
                stdout=log,
                **detached(self.account, self.home),
            )

    def _write(self, name: str, text: str) -> None:
        (self.data / name).write_text(text)
