"""Statements as published claims: rows of the record go in at once, the rest is derived by the product's own rebuild.

The record's guards are off for these rows (nobody wrote or approved these claims), and on for what is derived from it.
"""

import csv
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from claims.models import GENESIS_DIGEST, Publication, PublishedClaim
from claims.record import rebuild
from claims.record.chain import envelope
from claims.record.vectors import embed_missing
from claims.text.plain_json import plain_canonical_json

PUBLISHED_AT = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_KEY = 1
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Statement:
    """A claim to load: its key becomes the slug."""

    key: str
    text: str
    summary: str = ""
    language: str = "en"


def read_claims(path: Path) -> list[Statement]:
    """The file of the data set: id, claim, title; the first line is a header."""
    return [Statement(row[0], row[1], row[2] if len(row) > 2 else "") for row in read_table(path)[1:]]


def read_table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="\t") if row]


def load(statements: list[Statement]) -> None:
    """Publish them all in an empty record."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for batch in _batches(_publications(statements)):
            Publication.objects.bulk_create(batch)
    rebuild(lambda done, total: _tell(done, total) if done % 1_000 == 0 else None)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def embed_all() -> None:
    """The vectors that are missing, by the function of the background task."""
    embed_missing(lambda done, total: _tell(done, total) if done % 960 == 0 else None)


def is_loaded(statements: list[Statement]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        (known,) = cursor.fetchone()
    return known == fingerprint(statements) and PublishedClaim.objects.count() == len(statements)


def mark_loaded(statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE \"{connection.settings_dict['NAME']}\" IS '{fingerprint(statements)}'")


def fingerprint(statements: list[Statement]) -> str:
    return hashlib.sha256(repr(statements).encode()).hexdigest()


def _publications(statements: Iterable[Statement]) -> Iterator[Publication]:
    previous = GENESIS_DIGEST
    for number, statement in enumerate(statements, start=1):
        document = document_of(statement)
        leaves = {name: sha256(plain_canonical_json(value)).hexdigest() for name, value in document.items()}
        row = Publication(
            number=number,
            claim_id=FIRST_KEY + number,
            slug=statement.key,
            version=1,
            kind=Publication.Kind.INITIAL,
            published_at=PUBLISHED_AT,
            previous_digest=previous,
            document=document,
            salts=dict.fromkeys(document, "00"),
            leaves=leaves,
        )
        row.digest = previous = sha256(plain_canonical_json({"envelope": envelope(row), "leaves": leaves})).hexdigest()
        yield row


def document_of(statement: Statement) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(
        ("claimant", "claimed_on", "parent", "checkworthiness", "rating", "confidence", "as_of", "review_due")
    )
    texts: dict[str, Any] = {name: {} for name in ("attribution", "timeframe", "reasoning", "caveats")}
    lists: dict[str, Any] = {
        name: [] for name in ("topics", "entities", "children", "related", "appearances", "evidence", "corrections")
    }
    return {
        **nothing,
        **texts,
        **lists,
        "schema_version": 1,
        "slug": statement.key,
        "statement": {statement.language: statement.text},
        "summary": {statement.language: statement.summary} if statement.summary else {},
        "verification_status": "unverified",
        "people": {"author": None, "approver": None},
        "methodology_version": "1",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def _batches(rows: Iterator[Publication]) -> Iterator[list[Publication]]:
    batch: list[Publication] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    yield batch


def _tell(done: int, total: int) -> None:
    print(f"  {done:,} of {total:,}", file=sys.stderr)
