"""A database for one measurement: made, migrated, and dropped at the end, on the server that the settings name."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def set_up_django() -> None:
    """Before any model is imported. Without DATABASE_URL the embedded server is used, as everywhere else."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("STATEMENT_TIMEOUT", "3600000")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # Otherwise Django remembers every query.


@contextmanager
def scratch_database(name: str, *, keep: bool = False, template: str = "") -> Iterator[str]:
    """Point the default connection to a fresh, migrated database; other processes find it by the name.

    A ``template`` that is migrated already saves the time of migrating.
    """
    from django.core.management import call_command
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        copied = f'TEMPLATE "{template}"' if template else ""
        cursor.execute(f'CREATE DATABASE "{name}" {copied}')
    connection.settings_dict["NAME"] = name
    try:
        if not template:
            call_command("migrate", verbosity=0, interactive=False)
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        if not keep:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def use_database(name: str) -> None:
    """In another process: point the default connection to a scratch database that exists."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
