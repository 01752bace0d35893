"""One statement of several named parts, each of which may read the ones before it: Django has none of its own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from claims.models import reading_connection

# A name, what the database is asked, and its values.
Part = tuple[str, str, list[Any]]


def part(name: str, rows: QuerySet[Any, Any]) -> Part:
    """The rows of a queryset, which must not be one that is known to be empty."""
    sql, values = rows.query.get_compiler(connection=reading_connection()).as_sql()
    return name, sql, list(values)


def rows_of(parts: Iterable[Part], question: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """What ``question`` finds in the parts."""
    names, each, given = zip(*parts, strict=True)
    statement = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, sql in zip(names, each, strict=True))
    with reading_connection().cursor() as cursor:
        cursor.execute(f"WITH {statement} {question}", [value for some in (*given, values) for value in some])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
