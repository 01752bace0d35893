"""Append to the public record: number, version and digest under one lock, so that the chain has no gap and no fork.

Formula. Every top-level field of the document has a leaf digest: SHA-256 over a random 16-byte salt followed by the
RFC 8785 canonical JSON of the field's value. The publication's digest is SHA-256 over the canonical JSON of
``{"envelope": …, "leaves": {field: leaf digest}}``. A field that the law forces out of the record leaves its leaf, and
the chain still verifies.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from claims.models import GENESIS_DIGEST, Assessment, Claim, Publication, RecordText, Snapshot
from claims.record.document import ClaimDocument, CorrectionDocument
from claims.record.localization import localized, utc_timestamp
from claims.record.signing import sign_head
from claims.record.state import watch
from claims.text.digests import leaf_digest, new_salt, publication_digest


@dataclass(frozen=True)
class Position:
    """Where the next publication of a claim goes. Only valid while the lock of :func:`next_position` is held."""

    number: int
    version: int
    previous_digest: str
    published_at: datetime


def next_position(claim: Claim) -> Position:
    """Take the record's lock until the transaction ends and return the next place in it.

    Readers and editors are not blocked; only another publication waits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims_publication'))")
    last = Publication.objects.order_by("-number").only("number", "digest", "published_at").first()
    version = (
        Publication.objects.filter(claim=claim).order_by("-version").values_list("version", flat=True).first() or 0
    )
    now = timezone.now()
    return Position(
        number=last.number + 1 if last else 1,
        version=version + 1,
        previous_digest=last.digest if last else GENESIS_DIGEST,
        # A clock that was set back must not make the record run backwards.
        published_at=max(now, last.published_at) if last else now,
    )


def corrections_so_far(claim: Claim) -> list[CorrectionDocument]:
    """The typed corrections and the retractions of a claim that are in the record already, oldest first."""
    kinds = (Publication.Kind.CORRECTION, Publication.Kind.RETRACTION)
    rows = Publication.objects.filter(claim=claim, kind__in=kinds).order_by("version")
    return [correction(row.version, row.correction_type or row.kind, row.note, row.published_at) for row in rows]


def correction(version: int, correction_type: str, note: Any, published_at: datetime) -> CorrectionDocument:
    return {
        "version": version,
        "correction_type": correction_type,
        "note": localized(note),
        "published_at": utc_timestamp(published_at),
    }


def append(
    position: Position,
    *,
    claim: Claim,
    document: ClaimDocument,
    kind: str,
    correction_type: str = "",
    note: Any = "",
    assessment: Assessment | None,
) -> Publication:
    """Write one publication at ``position`` and sign it. The database refuses what does not continue the chain."""
    _keep_texts(document)
    publication = Publication(
        number=position.number,
        claim=claim,
        slug=claim.slug,
        version=position.version,
        kind=kind,
        correction_type=correction_type,
        note=note,
        assessment=assessment,
        author=assessment.author if assessment else None,
        approver=assessment.approver if assessment else None,
        # As the document names them: a version that changes one part is still theirs, under the name they had then.
        author_name=document["people"]["author"] or "",
        approver_name=document["people"]["approver"] or "",
        document=document,
        previous_digest=position.previous_digest,
        published_at=position.published_at,
    )
    publication.salts = {field: new_salt() for field in document}
    publication.leaves = {field: leaf_digest(publication.salts[field], value) for field, value in document.items()}
    publication.digest = publication_digest(envelope(publication), publication.leaves)
    publication.save(force_insert=True)
    sign_head(publication)
    transaction.on_commit(watch.doubt)
    return publication


class HasEnvelope(Protocol):
    """The columns of a publication that its digest covers beside the document."""

    @property
    def number(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def correction_type(self) -> str: ...
    @property
    def note(self) -> Any: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def author_name(self) -> str: ...
    @property
    def approver_name(self) -> str: ...
    @property
    def previous_digest(self) -> str: ...


def envelope(publication: HasEnvelope) -> dict[str, Any]:
    """What the digest covers beside the document."""
    return {
        "number": publication.number,
        "claim": publication.slug,
        "version": publication.version,
        "kind": str(publication.kind),
        "correction_type": str(publication.correction_type) or None,
        "note": localized(publication.note),
        "published_at": utc_timestamp(publication.published_at),
        "author": publication.author_name or None,
        "approver": publication.approver_name or None,
        "previous_digest": publication.previous_digest,
    }


def _keep_texts(document: ClaimDocument) -> None:
    """Copy the texts that the document's offsets refer to into the record, once each."""
    digests = {appearance["article"]["text_sha256"] for appearance in document["appearances"]}
    known = set(RecordText.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    for digest in sorted(digests - known):
        text = Snapshot.objects.filter(sha256=digest).values_list("text", flat=True)[:1].get()
        RecordText.objects.create(sha256=digest, text=text)
