"""What the pages of a claim, of its versions and of the preview have in common."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy

from claims.record.document import AppearanceDocument, ClaimDocument, CorrectionDocument, EvidenceDocument
from claims.record.versions import History, Version, removed_fields
from claims.text.markdown import Reference

STANCES = (
    ("supports", gettext_lazy("Supports the claim")),
    ("refutes", gettext_lazy("Speaks against the claim")),
    ("context", gettext_lazy("Gives context")),
)

FIRST = "first"
# Sorts behind every day.
LATER = "unknown"


@dataclass(frozen=True)
class NumberedEvidence:
    """An item of evidence with the number under which the reasoning cites it."""

    number: int
    evidence: EvidenceDocument


@dataclass
class StanceGroup:
    stance: str
    title: object
    items: list[NumberedEvidence] = field(default_factory=list)


@dataclass(frozen=True)
class ShownCorrection:
    """A correction or a retraction, with the version that it replaced and the one that it made."""

    facts: CorrectionDocument
    before: Version
    after: Version

    @property
    def changed_verdict(self) -> bool:
        return self.before.verdict != self.after.verdict


def claim_context(
    document: ClaimDocument, version: int, known: History, *, today: date | None = None
) -> dict[str, Any]:
    """For the template of one version. On the day ``today`` the verdict may have expired."""
    groups = {stance: StanceGroup(stance, title) for stance, title in STANCES}
    references: dict[str, Reference] = {}
    # A version that was redacted has fewer fields than its type says.
    for number, evidence in enumerate(document.get("evidence", []), start=1):
        groups[evidence["stance"]].items.append(NumberedEvidence(number, evidence))
        if evidence["source"]:
            references.setdefault(evidence["source"]["slug"], Reference(f"#evidence-{number}", f"[{number}]"))
    return {
        "document": document,
        "slug": known.newest.slug,
        "appearances": _in_time_order(document.get("appearances", [])),
        "stances": [group for group in groups.values() if group.items],
        "references": references,
        "versions": known.versions,
        "history": known,
        "this": known.get(version),
        "corrections": _corrections(document, known),
        "removed": removed_fields(document, version, known.newest.redactions),
        "expired": _expired(document, today),
        "review_is_due": _review_is_due(document, today),
    }


def _in_time_order(appearances: list[AppearanceDocument]) -> list[AppearanceDocument]:
    """Where it was first seen, then by day; a repeat that was found later may be the older one."""
    return sorted(appearances, key=lambda one: (one["occurrence"] != FIRST, one["article"]["published_on"] or LATER))


def _corrections(document: ClaimDocument, known: History) -> list[ShownCorrection]:
    shown = []
    for facts in document["corrections"]:
        before, after = known.get(facts["version"] - 1), known.get(facts["version"])
        if before and after:
            shown.append(ShownCorrection(facts, before, after))
    return shown


def _expired(document: ClaimDocument, today: date | None) -> bool:
    expires_on = parse_date(document.get("expires_on") or "")
    return today is not None and expires_on is not None and expires_on < today


def _review_is_due(document: ClaimDocument, today: date | None) -> bool:
    due = parse_date(document.get("review_due") or "")
    return today is not None and due is not None and due <= today
