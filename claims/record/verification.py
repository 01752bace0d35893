"""Recompute the chain and say where it breaks."""

from collections.abc import Callable
from dataclasses import dataclass

from claims.models import GENESIS_DIGEST, Publication, RecordText
from claims.record.chain import envelope
from claims.text.digests import leaf_digest, publication_digest, text_digest


@dataclass(frozen=True)
class Fault:
    """The first row that does not hold, and why."""

    row: str
    reason: str


@dataclass(frozen=True)
class Redacted:
    """Fields that a version lost, and the number of the publication that says so."""

    number: int
    slug: str
    version: int
    fields: tuple[str, ...]
    announced_by: int


@dataclass(frozen=True)
class Verification:
    publications: int
    texts: int
    head_digest: str
    fault: Fault | None
    redacted: tuple[Redacted, ...] = ()


class Redactions:
    """Matches what versions lost with the publications that announce it, which come later in the record."""

    def __init__(self) -> None:
        self.open: dict[int, list[tuple[int, str, int, frozenset[str]]]] = {}
        self.explained: list[Redacted] = []

    def see(self, publication: Publication) -> None:
        if publication.kind == Publication.Kind.REDACTION:
            self._explain(publication)
        lost = frozenset(publication.leaves) - frozenset(publication.document)
        if lost:
            entry = (publication.number, publication.slug, publication.version, lost)
            self.open.setdefault(publication.claim_id, []).append(entry)

    def _explain(self, publication: Publication) -> None:
        redactions = publication.document.get("redactions") or [{}]
        named = frozenset(redactions[-1].get("fields", ()))
        left = []
        for number, slug, version, lost in self.open.get(publication.claim_id, []):
            if lost & named:
                fields = tuple(sorted(lost & named))
                self.explained.append(Redacted(number, slug, version, fields, publication.number))
            if lost - named:
                left.append((number, slug, version, lost - named))
        self.open[publication.claim_id] = left

    def unexplained(self) -> Fault | None:
        """The first version that lost a field without a word about it."""
        lost = min((entry for entries in self.open.values() for entry in entries), default=None)
        if lost is None:
            return None
        number, _slug, _version, fields = lost
        return Fault(f"publication {number}", f"the field “{min(fields)}” was removed without a redaction")


def verify_record(on_progress: Callable[[int], None] = lambda checked: None) -> Verification:
    """Check every publication against its digests and against the one before it, then every text.

    Stops at the first fault: what follows a broken link proves nothing.
    """
    checked, previous_digest = 0, GENESIS_DIGEST
    versions: dict[int, int] = {}
    texts_needed: set[str] = set()
    redactions = Redactions()
    for publication in Publication.objects.order_by("number").iterator(chunk_size=500):
        reason = _fault(publication, checked + 1, previous_digest, versions.get(publication.claim_id, 0) + 1)
        if reason:
            return Verification(checked, 0, previous_digest, Fault(f"publication {publication.number}", reason))
        checked += 1
        previous_digest = publication.digest
        versions[publication.claim_id] = publication.version
        texts_needed |= {
            appearance["article"]["text_sha256"] for appearance in publication.document.get("appearances") or []
        }
        redactions.see(publication)
        on_progress(checked)
    texts, fault = _verify_texts(texts_needed)
    return Verification(checked, texts, previous_digest, redactions.unexplained() or fault, tuple(redactions.explained))


def _fault(publication: Publication, number: int, previous_digest: str, version: int) -> str | None:
    if publication.number != number:
        return f"number {number} is missing"
    if publication.previous_digest != previous_digest:
        return "it is not chained to the publication before it"
    if publication.version != version:
        return f"it is version {publication.version} of “{publication.slug}” where version {version} belongs"
    if not all(isinstance(part, dict) for part in (publication.document, publication.salts, publication.leaves)):
        return "its document, salts or leaf digests are no longer objects"
    if publication.document.get("slug") != publication.slug:
        return "its document belongs to another claim"
    return _digest_fault(publication)


def _digest_fault(publication: Publication) -> str | None:
    if not set(publication.document) <= set(publication.leaves):
        return "the document's fields are not the ones that were published"
    for field in publication.document:
        if not _leaf_holds(publication, field):
            return f"the field “{field}” was changed after publication"
    if publication_digest(envelope(publication), publication.leaves) != publication.digest:
        return "its envelope (number, kind, note, date, people) or digest was changed after publication"
    return None


def _leaf_holds(publication: Publication, field: str) -> bool:
    try:
        digest = leaf_digest(publication.salts[field], publication.document[field])
    except (KeyError, TypeError, ValueError):  # a salt that is gone or no longer hexadecimal
        return False
    return digest == str(publication.leaves[field])


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
