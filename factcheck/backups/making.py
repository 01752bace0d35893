"""One backup: what pg_dump writes in its directory format, and a manifest of what must be in it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from factcheck.backups.digests import record_head, table_digests
from factcheck.backups.programs import find, run

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "dump"
# This session waits while pg_dump reads what it sees; none of the site's limits is meant for that.
UNLIMITED = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


def make_backup(directory: Path, *, jobs: int = 2) -> dict[str, Any]:
    """Write a backup to ``directory``, which must not exist or be empty, and return its manifest.

    Everything is of one moment, also while people publish. Only a backup that is complete has the name: it is written
    beside the directory, flushed to the disk and moved there. Raises ``FileExistsError`` before anything is read.
    """
    if directory.exists() and any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty")
    directory.parent.mkdir(parents=True, exist_ok=True)
    # Drafts, sources in confidence and digests of passwords are in it: for this account only.
    unfinished = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        with one_moment() as (cursor, snapshot):
            dump(unfinished / DUMP, snapshot, jobs)
            manifest = {
                "format": FORMAT,
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "site": settings.SITE_URL,
                "server_version": server_version(),
                "record": record_head(cursor),
                "tables": table_digests(cursor),
                "files": file_digests(unfinished / DUMP),
            }
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
        flush(unfinished)
        unfinished.replace(directory)
        flush_folder(directory.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


@contextmanager
def one_moment() -> Iterator[tuple[Any, str]]:
    """A transaction that sees the database as it is now, and the name by which pg_dump sees the same."""
    connection = connections[settings.DATABASE_FOR_SESSIONS].copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(UNLIMITED)
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]
            cursor.execute("COMMIT")
    finally:
        connection.close()


def dump(directory: Path, snapshot: str, jobs: int) -> None:
    run(
        find("pg_dump", server_version()),
        connections[settings.DATABASE_FOR_SESSIONS].get_connection_params(),
        *("--format=directory", f"--file={directory}", f"--jobs={jobs}", f"--snapshot={snapshot}"),
        # Who owns what is the business of the server that it is restored to.
        *("--no-owner", "--no-privileges", "--no-unlogged-table-data"),
    )


def server_version() -> int:
    with connections[settings.DATABASE_FOR_SESSIONS].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


def file_digests(directory: Path) -> dict[str, str]:
    found = {}
    for path in sorted(directory.iterdir()):
        with path.open("rb") as file:
            found[path.name] = file_digest(file, "sha256").hexdigest()
    return found


def flush(directory: Path) -> None:
    for path in directory.rglob("*"):
        flush_folder(path)
    flush_folder(directory)


def flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
