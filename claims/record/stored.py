"""A publication as the database keeps it, read and checked quickly.

The JSON columns are read as text and written canonically by orjson where that is exact (``claims.text.plain_json``),
so that a hundred thousand publications take well under a minute.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from claims.models import Publication, reading_database
from claims.record.chain import envelope
from claims.text.digests import SALT, canonical_json
from claims.text.plain_json import NotPlain, parse_plain_json, plain_canonical_json

ROWS_AT_ONCE = 500


class Stored(NamedTuple):
    """A publication as the database keeps it, with its three JSON columns as text."""

    number: int
    claim_id: int
    slug: str
    version: int
    kind: str
    correction_type: str
    note: str
    published_at: datetime
    author_name: str
    approver_name: str
    previous_digest: str
    digest: str
    document: str
    salts: str
    leaves: str


class Opened(NamedTuple):
    """The JSON columns as values, and how values of this row are written canonically."""

    document: dict[str, Any]
    salts: dict[str, Any]
    leaves: dict[str, Any]
    canonical: Callable[[Any], bytes]


def stored(first: int, last: int) -> Iterator[Stored]:
    """The publications from ``first`` to ``last`` in order; one snapshot, streamed from the server."""
    json_texts = {f"{name}_text": Cast(name, TextField()) for name in ("document", "salts", "leaves")}
    columns = [f"{name}_text" if f"{name}_text" in json_texts else name for name in Stored.__annotations__]
    numbered = Publication.objects.filter(number__gte=first, number__lte=last)
    rows = numbered.annotate(**json_texts).order_by("number").values_list(*columns)
    # In a transaction the server hands the rows out as it reads them; outside of one it would copy them all first.
    with transaction.atomic(using=reading_database()):
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            yield Stored(*row)


def opened(row: Stored) -> Opened:
    salts = json.loads(row.salts)
    try:
        return Opened(parse_plain_json(row.document), salts, parse_plain_json(row.leaves), plain_canonical_json)
    except NotPlain:
        return Opened(json.loads(row.document), salts, json.loads(row.leaves), canonical_json)


def content_fault(row: Stored, opened: Opened) -> str | None:
    """Why the row does not have the digests that it says it has; None when it has."""
    return _shape_fault(row, opened) or _digest_fault(row, opened)


def _shape_fault(row: Stored, opened: Opened) -> str | None:
    document, salts, leaves = opened.document, opened.salts, opened.leaves
    if not all(isinstance(part, dict) for part in (document, salts, leaves)):
        return "its document, salts or leaf digests are no longer objects"
    if document.get("slug") != row.slug:
        return "its document belongs to another claim"
    if not document.keys() <= leaves.keys():
        return "the document's fields are not the ones that were published"
    if salts.keys() != document.keys():
        return "its salts are not those of its fields"
    return None


def _digest_fault(row: Stored, opened: Opened) -> str | None:
    document, salts, leaves, canonical = opened
    for field, value in document.items():
        salt = salts[field]
        if not isinstance(salt, str) or not SALT.fullmatch(salt):
            return f"the salt of the field “{field}” was changed after publication"
        if sha256(bytes.fromhex(salt) + canonical(value)).hexdigest() != leaves[field]:
            return f"the field “{field}” was changed after publication"
    covered = {"envelope": envelope(row), "leaves": leaves}
    if sha256(canonical(covered)).hexdigest() != row.digest:
        return "its envelope (number, kind, note, date, people) or digest was changed after publication"
    return None
