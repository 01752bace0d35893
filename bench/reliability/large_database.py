"""A database with a large newsroom, made once (minutes) and used again: for R12 and R13."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench.scratch_database import scratch_database, use_database


@contextmanager
def large_database(claims: int) -> Iterator[str]:
    """Point the default connection to it, with every migration there is now. It stays."""
    from django.core.management import call_command
    from django.db import connection

    name = f"factcheck_large_{claims}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        is_there = cursor.fetchone() is not None
    if not is_there:
        _make(name, claims)
    before = connection.settings_dict["NAME"]
    use_database(name)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield name
    finally:
        use_database(before)


def _make(name: str, claims: int) -> None:
    from django.db import connection

    from bench.large_newsroom import fill
    from tests.databases import ensure_template

    unfinished = f"{name}_unfinished"
    with scratch_database(unfinished, keep=True, template=ensure_template()):
        fill(claims)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
