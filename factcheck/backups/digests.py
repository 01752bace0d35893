"""What is in a database, in a few lines that another database can be held to: rows and a digest of each table.

A table's digest is SHA-256 over the sorted SHA-256 of its rows as text, so it does not depend on their order.
"""

from typing import Any, TypedDict

from psycopg2 import sql


class Table(TypedDict):
    rows: int
    sha256: str


TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
    -- Not logged, so not part of what survives a crash or a backup's promise: the counts of requests.
    AND c.relpersistence = 'p'
ORDER BY 1
"""
# Whatever a session may prefer: the same row is the same text everywhere.
SAME_TEXT = """
SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL TimeZone = 'UTC';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1
"""
DIGEST = """
SELECT count(*), encode(sha256(coalesce(string_agg(digest, ''::bytea ORDER BY digest), ''::bytea)), 'hex')
FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS digest FROM {table} t) digests
"""
HEAD = "SELECT number, digest FROM claims_publication ORDER BY number DESC LIMIT 1"


def table_digests(cursor: Any) -> dict[str, Table]:
    """In a transaction whose moment the caller has chosen."""
    cursor.execute(SAME_TEXT)
    cursor.execute(TABLES)
    found: dict[str, Table] = {}
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL(DIGEST).format(table=sql.Identifier("public", name)))
        rows, digest = cursor.fetchone()
        found[name] = {"rows": rows, "sha256": digest}
    return found


def record_head(cursor: Any) -> dict[str, Any]:
    cursor.execute(HEAD)
    number, digest = cursor.fetchone() or (0, "")
    return {"number": number, "digest": digest}


def differences(expected: dict[str, Table], found: dict[str, Table]) -> list[str]:
    return [
        f"{name}: {described(expected.get(name))} expected, {described(found.get(name))} found"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]


def described(table: Table | None) -> str:
    return f"{table['rows']} rows ({table['sha256'][:12]}…)" if table else "no table"
