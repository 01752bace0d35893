"""System checks that look at the database itself; `migrate` and `check --database default` run them."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

OLDEST_VERSION = 150_000
EXTENSIONS = ("pg_trgm", "unaccent")


@register(Tags.database)
def check_databases(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    return [message for alias in databases or () for message in check_database(alias)]


def check_database(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
        )
        encoding, character_type = cursor.fetchone()
        cursor.execute("SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)])
        missing = sorted(set(EXTENSIONS) - {name for (name,) in cursor.fetchall()})
    return [
        *too_old(version),
        *extensions_missing(missing),
        *wrong_encoding(encoding),
        *poor_words(character_type),
    ]


def too_old(version: int) -> list[CheckMessage]:
    if version >= OLDEST_VERSION:
        return []
    return [
        Error(
            f"PostgreSQL {OLDEST_VERSION // 10_000} or newer is needed; this server is version {version // 10_000}.",
            hint="Point DATABASE_URL to a newer server.",
            id="factcheck.E001",
        )
    ]


def extensions_missing(names: list[str]) -> list[CheckMessage]:
    return [
        Error(
            f"This PostgreSQL server lacks the extension “{name}”.",
            hint="Install the contrib package that belongs to the server (postgresql-contrib on many systems).",
            id="factcheck.E002",
        )
        for name in names
    ]


def wrong_encoding(encoding: str) -> list[CheckMessage]:
    if encoding == "UTF8":
        return []
    return [
        Error(
            f"The database is encoded in {encoding}, not in UTF8.",
            hint="Create it with ENCODING 'UTF8' TEMPLATE template0.",
            id="factcheck.E003",
        )
    ]


def poor_words(character_type: str) -> list[CheckMessage]:
    if character_type not in {"C", "POSIX"}:
        return []
    # With it the server takes “ and — for letters, so a quoted word is not found by its plain form.
    return [
        checks.Warning(
            f"The database's LC_CTYPE is {character_type}: the search takes typographic quotes for letters.",
            hint="Create it with LOCALE 'C.UTF-8' TEMPLATE template0.",
            id="factcheck.W001",
        )
    ]
