"""Test databases as copies of one that has all migrations.

Migrating takes seconds and copying a tenth of one. The copies also put a test's database back after tests that commit:
the record refuses TRUNCATE, and the rows that migrations made (roles, the house scale) would be gone.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
# One a checkout: on a server that several share, none drops the template that another is copying.
PREFIX = f"test_template_{hashlib.sha256(bytes(ROOT)).hexdigest()[:8]}_"
SOURCES = ("claims/migrations/*.py", "requirements/base.txt", "tests/databases.py")
LOCK = 7_262_002


def template_name() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return f"{PREFIX}{digest.hexdigest()[:12]}"


def ensure_template() -> str:
    """Make the template unless another worker or an earlier run has made it."""
    name = template_name()
    with connection._nodb_cursor() as cursor:
        # The other workers wait here for as long as migrating takes.
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        existing = {row[0] for row in cursor.fetchall()}
        if name not in existing:
            for outdated in existing:
                cursor.execute(f'DROP DATABASE IF EXISTS "{outdated}" WITH (FORCE)')
            unfinished = f"{name}_unfinished"
            cursor.execute(f'CREATE DATABASE "{unfinished}"')
            with connected_to(unfinished):
                call_command("migrate", verbosity=0, interactive=False)
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    before: Any = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def restore(template: str) -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name: str) -> None:
    """Remove a test database, whoever is still connected to it."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
