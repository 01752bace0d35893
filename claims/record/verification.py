"""Recompute the chain and say where it breaks.

Rows are read as JSON text and written canonically by Python's own encoder where that is exact (see
``claims.text.plain_json``): a hundred thousand publications take well under a minute.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from claims.models import GENESIS_DIGEST, Publication, RecordText
from claims.record.chain import envelope
from claims.record.redactions import Redacted, Redactions
from claims.text.digests import SALT, canonical_json, text_digest
from claims.text.plain_json import NotPlain, parse_plain_json, plain_canonical_json

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Fault:
    """The first row that does not hold, and why."""

    row: str
    reason: str


@dataclass(frozen=True)
class Verification:
    publications: int
    texts: int
    head_digest: str
    fault: Fault | None
    redacted: tuple[Redacted, ...] = ()


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


def verify_record(on_progress: Callable[[int], None] = lambda checked: None) -> Verification:
    """Check every publication against its digests and against the one before it, then every text.

    Stops at the first fault: what follows a broken link proves nothing.
    """
    checked, previous_digest = 0, GENESIS_DIGEST
    versions: dict[int, int] = {}
    texts_needed: set[str] = set()
    redactions = Redactions()
    for row in _stored():
        reason = _place_fault(row, checked + 1, previous_digest, versions.get(row.claim_id, 0) + 1)
        opened = _opened(row)
        reason = reason or _shape_fault(row, opened) or _digest_fault(row, opened)
        if reason:
            return Verification(checked, 0, previous_digest, Fault(f"publication {row.number}", reason))
        checked += 1
        previous_digest = row.digest
        versions[row.claim_id] = row.version
        texts_needed |= _texts_quoted(opened.document)
        _note_redactions(redactions, row, opened)
        on_progress(checked)
    removed = redactions.unexplained()
    if removed is not None:
        number, field = removed
        reason = f"the field “{field}” was removed without a redaction"
        return Verification(checked, 0, previous_digest, Fault(f"publication {number}", reason))
    texts, fault = _verify_texts(texts_needed)
    return Verification(checked, texts, previous_digest, fault, tuple(redactions.explained))


def _stored() -> Iterator[Stored]:
    json_texts = {f"{name}_text": Cast(name, TextField()) for name in ("document", "salts", "leaves")}
    columns = [f"{name}_text" if f"{name}_text" in json_texts else name for name in Stored.__annotations__]
    rows = Publication.objects.annotate(**json_texts).order_by("number").values_list(*columns)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield Stored(*row)


def _opened(row: Stored) -> Opened:
    salts = json.loads(row.salts)
    try:
        return Opened(parse_plain_json(row.document), salts, parse_plain_json(row.leaves), plain_canonical_json)
    except NotPlain:
        return Opened(json.loads(row.document), salts, json.loads(row.leaves), canonical_json)


def _place_fault(row: Stored, number: int, previous_digest: str, version: int) -> str | None:
    if row.number != number:
        return f"number {number} is missing"
    if row.previous_digest != previous_digest:
        return "it is not chained to the publication before it"
    if row.version != version:
        return f"it is version {row.version} of “{row.slug}” where version {version} belongs"
    return None


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


def _texts_quoted(document: dict[str, Any]) -> set[str]:
    return {appearance["article"]["text_sha256"] for appearance in document.get("appearances") or []}


def _note_redactions(redactions: Redactions, row: Stored, opened: Opened) -> None:
    if row.kind == Publication.Kind.REDACTION:
        entries = opened.document.get("redactions") or [{}]
        redactions.announced(row.claim_id, row.number, entries[-1].get("fields", ()))
    if len(opened.leaves) > len(opened.document):
        lost = frozenset(opened.leaves) - frozenset(opened.document)
        redactions.lost(row.claim_id, row.number, row.slug, row.version, lost)


def _verify_texts(needed: set[str]) -> tuple[int, Fault | None]:
    texts = 0
    for row in RecordText.objects.order_by("sha256").iterator(chunk_size=50):
        if text_digest(row.text) != row.sha256:
            return texts, Fault(f"text {row.sha256}", "the text was changed after publication")
        needed.discard(row.sha256)
        texts += 1
    if needed:
        return texts, Fault(f"text {min(needed)}", "the text that a publication quotes is missing")
    return texts, None
