"""A database with a large newsroom, made once for these migrations and used again: for R12 and R13."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench.scratch_database import scratch_database, use_database


@contextmanager
def large_database(claims: int) -> Iterator[str]:
    """Point the default connection to it. It stays; one of earlier migrations is dropped."""
    from django.db import connection

    from tests.databases import ensure_template

    template = ensure_template()
    prefix = f"factcheck_large_{claims}_"
    name = f"{prefix}{template.rpartition('_')[2]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        existing = {row[0] for row in cursor.fetchall()}
        for outdated in existing - {name, _unfinished(name)}:
            cursor.execute(f'DROP DATABASE IF EXISTS "{outdated}" WITH (FORCE)')
    if name not in existing:
        _make(name, template, claims)
    before = connection.settings_dict["NAME"]
    use_database(name)
    try:
        yield name
    finally:
        use_database(before)


def _make(name: str, template: str, claims: int) -> None:
    from django.db import connection

    from bench.large_newsroom import fill

    unfinished = _unfinished(name)
    with scratch_database(unfinished, keep=True, template=template):
        fill(claims)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _unfinished(name: str) -> str:
    return f"{name}_unfinished"
