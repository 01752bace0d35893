"""Fill a scratch database with a long record: versions of copies of the sample's claims, in a valid chain.

The documents are those of the sample dossier with another slug, so their lengths are those of real work. They go in by
COPY with the triggers switched off: what is measured is reading and checking, not publishing.
"""

import csv
import io
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from claims.models import Publication, User
from claims.record.chain import envelope
from claims.text.digests import canonical_json
from claims.text.plain_json import plain_canonical_json

SAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "us-china-ai"
VERSIONS_A_CLAIM = 5
FIRST_KEY = 1_000_000
ROWS_AT_ONCE = 2_000
START = datetime(2024, 1, 1, tzinfo=UTC)
COLUMNS = [field.attname for field in Publication._meta.concrete_fields]


def load_sample() -> None:
    from django.contrib.auth.models import Group

    for name, role in (("writer", "researcher"), ("approver", "editor")):
        person = User.objects.create_user(name, public_name=name.title())
        person.groups.add(Group.objects.get(name=role))
    call_command("load_dossier", str(SAMPLE), author="writer", approver="approver", verbosity=0)


def generate(publications: int, *, seed: int = 1) -> None:
    """Append ``publications`` to the sample's own; deterministic for a seed."""
    originals = list(Publication.objects.order_by("number"))
    claims = -(-publications // VERSIONS_A_CLAIM)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in ("claims_claim", "claims_assessment"):
            _copy_rows(cursor, table, claims, originals[0])
        rows = _publications(publications, originals, random.Random(seed))
        while chunk := _chunk(rows):
            cursor.copy_expert(f"COPY claims_publication ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)", chunk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_publication")


def _copy_rows(cursor: Any, table: str, count: int, original: Publication) -> None:
    key = original.claim_id if table == "claims_claim" else original.assessment_id
    changed = "'slug', 'generated-' || n" if table == "claims_claim" else f"'claim_id', {FIRST_KEY} + n"
    cursor.execute(
        f"INSERT INTO {table} SELECT copied.* FROM {table} source, generate_series(0, %s - 1) n,"
        f" jsonb_populate_record(null::{table}, to_jsonb(source)"
        f" || jsonb_build_object('id', {FIRST_KEY} + n, {changed})) copied WHERE source.id = %s",
        [count, key],
    )


def _publications(count: int, originals: list[Publication], chance: random.Random) -> Iterator[list[Any]]:
    canonical = [{field: canonical_json(value) for field, value in original.document.items()} for original in originals]
    last = originals[-1]
    number, digest = last.number, last.digest
    # Versions of different claims lie between each other, as they do in a newsroom.
    claims = -(-count // VERSIONS_A_CLAIM)
    for step in range(count):
        version, claim = divmod(step, claims)
        which = claim % len(originals)
        number += 1
        row = _row(originals[which], canonical[which], claim, version + 1, chance)
        row.number, row.previous_digest = number, digest
        row.published_at = last.published_at + timedelta(seconds=number)
        row.digest = digest = sha256(
            plain_canonical_json({"envelope": envelope(row), "leaves": row.leaves})
        ).hexdigest()
        yield [_column(row, name) for name in COLUMNS]


def _row(
    original: Publication, canonical: dict[str, bytes], claim: int, version: int, chance: random.Random
) -> Publication:
    slug = f"generated-{claim}"
    values = {**canonical, "slug": canonical_json(slug)}
    salts = {field: chance.randbytes(16).hex() for field in values}
    return Publication(
        claim_id=FIRST_KEY + claim,
        slug=slug,
        version=version,
        kind="initial" if version == 1 else "update",
        assessment_id=FIRST_KEY + claim,
        author_id=original.author_id,
        approver_id=original.approver_id,
        author_name=original.author_name,
        approver_name=original.approver_name,
        document={**original.document, "slug": slug},
        salts=salts,
        leaves={field: sha256(bytes.fromhex(salts[field]) + value).hexdigest() for field, value in values.items()},
    )


def _column(row: Publication, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if name == "note" else value


def _chunk(rows: Iterator[list[Any]]) -> io.StringIO | None:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    written = 0
    for row in rows:
        writer.writerow(row)
        written += 1
        if written == ROWS_AT_ONCE:
            break
    text.seek(0)
    return text if written else None
