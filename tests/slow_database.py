"""A database in which whatever reads one table waits until its statement timeout."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.db import connection

MILLISECONDS = 100
NAMES = ("host", "port", "user", "password", "dbname")


@contextmanager
def too_slow_to_read(table: str) -> Iterator[None]:
    """For a test in a transaction that has not written to the table."""
    parameters = connection.get_connection_params()
    elsewhere = psycopg2.connect(**{name: parameters[name] for name in NAMES if name in parameters})
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {MILLISECONDS}")
        yield
    finally:
        elsewhere.close()
