"""What changed between two versions of a claim, field by field. Pages and API render this one result."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from claims.models import Publication
from claims.record.chain import envelope
from claims.record.document import ClaimDocument, LocalizedText, RatingDocument, RedactionDocument
from claims.record.versions import is_empty, removed_fields
from claims.text.diffs import word_diff
from claims.text.digests import canonical_json


class ComparedVersion(TypedDict):
    version: int
    kind: str
    correction_type: str | None
    note: LocalizedText
    published_at: str
    verification_status: str
    rating: RatingDocument | None


class TextPart(TypedDict):
    """Equal and deleted parts join to the old text, equal and inserted ones to the new text."""

    kind: Literal["equal", "insert", "delete"]
    text: str


class TextInLanguage(TypedDict):
    language: str
    parts: list[TextPart]


class TextChange(TypedDict):
    """A text in the languages in which it changed, word by word."""

    type: Literal["text"]
    field: str
    languages: list[TextInLanguage]


class ValueChange(TypedDict):
    type: Literal["value"]
    field: str
    old: Any
    new: Any


class RowChange(TypedDict):
    """One row that both versions have, and what changed in it; ``field`` is a path such as ``source.title``."""

    old: Any
    new: Any
    changes: list[TextChange | ValueChange]


class RowsChange(TypedDict):
    """``reordered``: both versions have the same rows, in another order."""

    type: Literal["rows"]
    field: str
    added: list[Any]
    removed: list[Any]
    changed: list[RowChange]
    reordered: bool


class RemovedField(TypedDict):
    """A field that the law forced out of one version or both; what it said cannot be compared."""

    type: Literal["redacted"]
    field: str
    version: int | None
    reason: LocalizedText
    published_at: str | None


Change = TextChange | ValueChange | RowsChange | RemovedField


class Comparison(TypedDict):
    slug: str
    old: ComparedVersion
    new: ComparedVersion
    rating_changed: bool
    changes: list[Change]


# The verdict comes first, then the fields as the document lists them.
FIELDS = tuple(dict.fromkeys(["rating", "verification_status", *ClaimDocument.__annotations__]))
# Other versions of the same claim tell these; the two that are compared say it with their kinds and notes.
DECIDED_LATER = {"people"}
NOT_COMPARED = {"schema_version", "slug", "corrections", "redactions"}
TEXTS = {"statement", "attribution", "timeframe", "summary", "reasoning", "caveats"}
# Texts in rows; other texts there have one language and are compared as values.
TEXTS_IN_ROWS = {"note", "public_reason", "name", "statement"}


def _slug(row: Any) -> Any:
    return row["slug"]


def _evidence_key(row: Any) -> Any:
    return row["source"]["slug"] if row["source"] else None


def _appearance_key(row: Any) -> Any:
    return row["article"]["slug"], row["selector"][0]["exact"]


# By field that holds rows, what makes two rows the same one.
ROW_KEYS: dict[str, Callable[[Any], Any]] = {
    "topics": _slug,
    "entities": _slug,
    "children": _slug,
    "related": _slug,
    "appearances": _appearance_key,
    "evidence": _evidence_key,
}


def compare_versions(old: Publication, new: Publication, redactions: Iterable[RedactionDocument]) -> Comparison:
    """``redactions`` are all that the claim has had, so that a field that is gone says why."""
    known = list(redactions)
    removed = _removed(old, known) | _removed(new, known)
    changes = _changes(old.document, new.document, removed)
    return {
        "slug": new.slug,
        "old": _compared(old),
        "new": _compared(new),
        "rating_changed": _rating(old) != _rating(new),
        "changes": changes,
    }


def compare_documents(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The same for documents of which at least one is a draft: nothing was redacted, and nobody approved it yet."""
    before, after = (json.loads(canonical_json(document)) for document in (old, new))
    return [change for change in _changes(before, after, {}) if change["field"] not in DECIDED_LATER]


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], removed: Mapping[str, RedactionDocument | None]
) -> list[Change]:
    return [
        change
        for field in FIELDS
        if field not in NOT_COMPARED and (change := _change(field, old, new, removed)) is not None
    ]


def _compared(publication: Publication) -> ComparedVersion:
    known = envelope(publication)
    return {
        "version": publication.version,
        "kind": known["kind"],
        "correction_type": known["correction_type"],
        "note": known["note"],
        "published_at": known["published_at"],
        "verification_status": publication.document["verification_status"],
        "rating": publication.document["rating"],
    }


def _rating(publication: Publication) -> str | None:
    rating = publication.document["rating"]
    return rating["slug"] if rating else None


def _removed(publication: Publication, redactions: list[RedactionDocument]) -> dict[str, RedactionDocument | None]:
    """Fields that this version had and has no more."""
    gone = set(publication.leaves) - set(publication.document)
    why = removed_fields(publication.document, publication.version, redactions)
    return {field: why.get(field) for field in gone}


def _change(
    field: str, old: Mapping[str, Any], new: Mapping[str, Any], removed: Mapping[str, RedactionDocument | None]
) -> Change | None:
    if field in removed:
        return _removed_field(field, removed[field])
    before, after = old.get(field), new.get(field)
    if before == after or (is_empty(before) and is_empty(after)):
        return None
    if field in TEXTS:
        return _text_change(field, before or {}, after or {})
    if field in ROW_KEYS:
        return _rows_change(field, before or [], after or [])
    return {"type": "value", "field": field, "old": before, "new": after}


def _removed_field(field: str, redaction: RedactionDocument | None) -> RemovedField:
    return {
        "type": "redacted",
        "field": field,
        "version": redaction["version"] if redaction else None,
        "reason": redaction["reason"] if redaction else {},
        "published_at": redaction["published_at"] if redaction else None,
    }


def _text_change(field: str, old: LocalizedText, new: LocalizedText) -> TextChange:
    languages = [code for code in dict.fromkeys([*old, *new]) if old.get(code, "") != new.get(code, "")]
    return {
        "type": "text",
        "field": field,
        "languages": [{"language": code, "parts": _parts(old.get(code, ""), new.get(code, ""))} for code in languages],
    }


def _parts(old: str, new: str) -> list[TextPart]:
    return [{"kind": part.kind, "text": part.text} for part in word_diff(old, new)]


def _rows_change(field: str, old: list[Any], new: list[Any]) -> RowsChange:
    removed, added = _without_equal(old, new)
    changed: list[RowChange] = []
    key = ROW_KEYS[field]
    for row in list(removed):
        partner = next((other for other in added if key(other) == key(row)), None)
        if partner is not None:
            removed.remove(row)
            added.remove(partner)
            changed.append({"old": row, "new": partner, "changes": _changes_in_row("", row, partner)})
    return {
        "type": "rows",
        "field": field,
        "added": added,
        "removed": removed,
        "changed": changed,
        "reordered": not (added or removed or changed),
    }


def _without_equal(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    """Rows that only one side has; of equal ones as many go as both sides have."""
    left = list(new)
    removed = []
    canonical = [canonical_json(row) for row in left]
    for row in old:
        known = canonical_json(row)
        if known in canonical:
            place = canonical.index(known)
            del left[place], canonical[place]
        else:
            removed.append(row)
    return removed, left


def _changes_in_row(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[TextChange | ValueChange]:
    changes: list[TextChange | ValueChange] = []
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        field = f"{path}{name}"
        if before == after or (is_empty(before) and is_empty(after)):
            continue
        if name in TEXTS_IN_ROWS:
            changes.append(_text_change(field, before or {}, after or {}))
        elif isinstance(before, dict) and isinstance(after, dict):
            changes += _changes_in_row(f"{field}.", before, after)
        else:
            changes.append({"type": "value", "field": field, "old": before, "new": after})
    return changes
