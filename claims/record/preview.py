"""What readers would see if a claim were published as it stands: built like a publication, and never written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from claims.models import Assessment, Claim, Publication, PublishedClaim
from claims.record.build import build_document
from claims.record.chain import corrections_so_far
from claims.record.claim_context import claim_context
from claims.record.document import ClaimDocument
from claims.record.versions import History, Version, history

# It has no place in the record and no digest yet.
NO_NUMBER, NO_DIGEST = 0, "…"


@dataclass(frozen=True)
class Preview:
    """The next version of a claim, with those that there are."""

    document: ClaimDocument
    known: History

    def context(self) -> dict[str, Any]:
        """For the template of a claim's page."""
        today = timezone.now().date()
        row = PublishedClaim.objects.filter(slug=self.document["slug"]).only("children").first()
        return {
            **claim_context(self.document, self.known.newest.version, self.known, today=today),
            "parts": row.children if row else self.document["children"],
            "neighbours": {},
            "today": today,
        }


def preview(claim: Claim, assessment: Assessment | None) -> Preview:
    """Without an assessment: as a claim that is known and not judged."""
    document = build_document(claim, assessment)
    document["corrections"] = corrections_so_far(claim)
    before = history(claim.slug)
    upcoming = _upcoming(document, before, timezone.now())
    return Preview(document, History((upcoming, *(before.versions if before else ()))))


def _upcoming(document: ClaimDocument, before: History | None, moment: datetime) -> Version:
    return Version(
        number=NO_NUMBER,
        slug=document["slug"],
        version=before.newest.version + 1 if before else 1,
        kind=Publication.Kind.UPDATE if before else Publication.Kind.INITIAL,
        correction_type="",
        note={},
        published_at=moment,
        digest=NO_DIGEST,
        verification_status=document["verification_status"],
        rating=document["rating"],
        redactions=before.newest.redactions if before else [],
        merged_into=None,
    )
