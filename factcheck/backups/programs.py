"""PostgreSQL's own programs for this server, and how they are told which database is meant."""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from psycopg2.extensions import make_dsn

from factcheck.embedded_database.server import ServerFailed
from factcheck.embedded_database.server import programs as embedded_programs

DEBIAN = "/usr/lib/postgresql/{major}/bin"
NOT_FOR_LIBPQ = {"cursor_factory", "password", "options"}


class ProgramFailed(Exception):
    """A program of PostgreSQL is missing or stopped with an error; the message says which and why."""


def find(program: str, server_version: int) -> Path:
    """The program of the server's own major version: another may write what this server cannot read."""
    major = server_version // 10_000
    for folder in candidates(major):
        path = folder / program
        if path.is_file() and version_of(path) == major:
            return path
    raise ProgramFailed(
        f"{program} of PostgreSQL {major} was not found. On Debian: apt-get install postgresql-client-{major}"
    )


def candidates(major: int) -> list[Path]:
    found = [Path(DEBIAN.format(major=major))]
    if on_path := shutil.which("pg_dump"):
        found.append(Path(on_path).parent)
    with suppress(ServerFailed):
        found.append(embedded_programs()[0] / "bin")
    return found


def version_of(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


def run(program: Path, parameters: dict[str, Any], *arguments: str) -> None:
    """With the password in the environment, where other users of the machine do not see it."""
    plain = {name: value for name, value in parameters.items() if name not in NOT_FOR_LIBPQ}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if password := parameters.get("password"):
        environment["PGPASSWORD"] = str(password)
    command = [str(program), "--dbname", make_dsn(**plain), "--no-password", *arguments]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if finished.returncode:
        reason = " ".join(finished.stderr.split())[:600] or "It gave no reason."
        raise ProgramFailed(f"{program.name} failed. {reason}")
