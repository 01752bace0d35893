"""The versions of one claim, as readers ask for them: which one stood when, what each verdict was, what was removed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from claims.models import Publication
from claims.record.document import ClaimReference, LocalizedText, RatingDocument, RedactionDocument
from claims.record.localization import localized

RETRACTED = "retracted"
FROM_THE_DOCUMENT = ("verification_status", "rating", "redactions", "merged_into")


@dataclass(frozen=True)
class Version:
    """One version without its document."""

    number: int
    slug: str
    version: int
    kind: str
    correction_type: str
    note: LocalizedText
    published_at: datetime
    digest: str
    verification_status: str
    rating: RatingDocument | None
    redactions: list[RedactionDocument]
    merged_into: ClaimReference | None

    @property
    def verdict(self) -> tuple[str, str]:
        """What two versions have in common when nothing changed about the verdict."""
        return self.verification_status, self.rating["slug"] if self.rating else ""


@dataclass(frozen=True)
class VerdictChange:
    """A version whose verdict was another than that of the version before it."""

    before: Version
    after: Version


@dataclass(frozen=True)
class History:
    """All versions of one claim, newest first; there is at least one."""

    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        return self.versions[0]

    @property
    def first(self) -> Version:
        return self.versions[-1]

    def get(self, version: int) -> Version | None:
        return self.versions[-version] if 0 < version <= len(self.versions) else None

    def at(self, moment: datetime) -> Version | None:
        """The version that was current at that moment."""
        return next((one for one in self.versions if one.published_at <= moment), None)

    def verdict_changes(self, *, after: int = 1) -> list[VerdictChange]:
        """Oldest first, the changes that came after that version."""
        oldest_first = [one for one in reversed(self.versions) if one.version >= after]
        return [
            VerdictChange(before, later) for before, later in pairwise(oldest_first) if before.verdict != later.verdict
        ]

    @property
    def retraction(self) -> Version | None:
        """The retraction that is in force."""
        if self.newest.verification_status != RETRACTED:
            return None
        return next((one for one in self.versions if one.kind == Publication.Kind.RETRACTION), None)

    @property
    def merge(self) -> Version | None:
        """The version that led the claim's address to another claim."""
        return next((one for one in self.versions if one.kind == Publication.Kind.MERGE), None)


def history(slug: str) -> History | None:
    """None for a claim that was never published. One query, however many versions there are."""
    rows = (
        Publication.objects.filter(slug=slug)
        .order_by("-version")
        .values(
            *("number", "slug", "version", "kind", "correction_type", "note", "published_at", "digest"),
            **{name: KeyTransform(name, "document") for name in FROM_THE_DOCUMENT},
        )
    )
    versions = tuple(
        Version(**{**row, "note": localized(row["note"]), "redactions": row["redactions"] or []}) for row in rows
    )
    return History(versions) if versions else None


class NoComparison(ValueError):
    """The versions that were asked for cannot be compared; ``parameter`` is the one that is wrong."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def compared_pair(known: History, old: str | None, new: str | None) -> tuple[Version, Version]:
    """The two versions that an address names; without names the newest and the one before it."""
    later = _named(known, "to", new) if new is not None else known.newest
    earlier = _named(known, "from", old if old is not None else str(later.version - 1))
    if earlier.version >= later.version:
        raise NoComparison("from", _("“from” must be an earlier version than “to”."))
    return earlier, later


def _named(known: History, parameter: str, given: str) -> Version:
    found = known.get(int(given[:9])) if given.isascii() and given.isdigit() else None
    if found is None:
        message = _("“%(parameter)s” must be the number of a version, 1 to %(newest)d.")
        raise NoComparison(parameter, message % {"parameter": parameter, "newest": known.newest.version})
    return found


def is_empty(value: Any) -> bool:
    """True of what stands in a document where nothing is known; zero is a value."""
    return value is None or value in ({}, [], "")


def removed_fields(
    document: Mapping[str, Any], version: int, redactions: Iterable[RedactionDocument]
) -> dict[str, RedactionDocument]:
    """By field, the redaction that took it out of this version. ``redactions`` are all that the claim has had.

    Versions from before a redaction lack the field; from the redaction on it is there and empty, until new words come.
    """
    removed: dict[str, RedactionDocument] = {}
    for redaction in redactions:
        for field in redaction["fields"]:
            gone = field not in document and redaction["version"] > version
            emptied = redaction["version"] <= version and is_empty(document.get(field))
            if gone or emptied:
                removed.setdefault(field, redaction)
    return removed
