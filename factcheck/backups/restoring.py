"""A backup brought back into an empty database, and then held to its manifest and to the record's own digests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from factcheck.backups.digests import differences, record_head, table_digests
from factcheck.backups.making import DUMP, FORMAT, MANIFEST, UNLIMITED, file_digests, server_version
from factcheck.backups.programs import find, run


class NotRestored(Exception):
    """Why nothing was restored, or why what was restored must not be used."""


ANYTHING = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
"""


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest, after every file of the dump was compared with it."""
    try:
        manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_text())
        found = file_digests(directory / DUMP)
        expected = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotRestored(f"{directory} is not a whole backup: {type(error).__name__}: {error}") from None
    if manifest.get("format") != FORMAT:
        raise NotRestored(f"{directory} has format {manifest.get('format')}; this release reads format {FORMAT}.")
    damaged = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if damaged:
        raise NotRestored(f"{directory} is damaged: {', '.join(damaged[:5])} is not as it was written.")
    return manifest


def restore_backup(directory: Path, *, jobs: int = 1, tell: Callable[[str], None] = print) -> dict[str, Any]:
    """Restore and verify. With one job all or nothing is there afterwards; with more it is faster."""
    manifest = read_manifest(directory)
    connection = connections[settings.DATABASE_FOR_SESSIONS]
    with connection.cursor() as cursor:
        cursor.execute(ANYTHING)
        if cursor.fetchone()[0]:
            raise NotRestored("The database is not empty, and nothing in it is overwritten. Make a new one (createdb).")
    version = server_version()
    if version // 10_000 < manifest["server_version"] // 10_000:
        raise NotRestored(
            f"The backup is of PostgreSQL {manifest['server_version'] // 10_000}, this server is older: "
            f"{version // 10_000}."
        )
    connection.close()
    tell("Restoring")
    how = ("--single-transaction",) if jobs == 1 else ("--exit-on-error", f"--jobs={jobs}")
    parameters = connection.get_connection_params()
    run(find("pg_restore", version), parameters, "--no-owner", "--no-privileges", *how, str(directory / DUMP))
    verify(manifest, tell)
    return manifest


def verify(manifest: dict[str, Any], tell: Callable[[str], None]) -> None:
    from claims.record import verify_record

    tell("Comparing every table with the manifest")
    connection = connections[settings.DATABASE_FOR_SESSIONS].copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(UNLIMITED)
            wrong = differences(manifest["tables"], table_digests(cursor))
            head = record_head(cursor)
            cursor.execute("COMMIT")
    finally:
        connection.close()
    if wrong:
        raise NotRestored(f"What was restored is not what was backed up: {'; '.join(wrong[:3])}. Do not use it.")
    if head != manifest["record"]:
        raise NotRestored(f"The record ends at {head}, not at {manifest['record']}. Do not use it.")
    tell("Verifying the record")
    fault = verify_record().fault
    if fault is not None:
        raise NotRestored(f"The record does not hold at {fault.row}: {fault.reason}. Do not use it.")
