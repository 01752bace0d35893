"""Append a version to the record and let the draft and the public state follow it."""

from typing import Any, cast

from claims.models import Claim, Publication
from claims.record import append, next_position, project
from claims.record.chain import Position
from claims.record.document import ClaimDocument

# What documents written before these fields existed are taken to say.
LATER_FIELDS: dict[str, Any] = {"expires_on": None, "panel": None, "redactions": [], "merged_into": None}


def last_publication(claim: Claim) -> Publication | None:
    return Publication.objects.filter(claim=claim).order_by("-version").select_related("assessment").first()


def revise(
    claim: Claim,
    changes: dict[str, Any],
    *,
    kind: Publication.Kind = Publication.Kind.UPDATE,
    note: Any = "",
    position: Position | None = None,
) -> Publication:
    """Publish the last version again with only ``changes`` in it.

    Made of the record and not of the drafts, so that half-done work on the claim does not come out with it. The verdict
    and the people who stand for it stay as they were. The claim must be published, and the caller holds its row lock.
    """
    position = position or next_position(claim)
    last = last_publication(claim)
    if last is None:
        raise LookupError("A claim without a publication has nothing to revise.")
    document = cast("ClaimDocument", {**LATER_FIELDS, **last.document, **changes})
    publication = append(position, claim=claim, document=document, kind=kind, note=note, assessment=last.assessment)
    follow(claim, publication)
    return publication


def follow(claim: Claim, publication: Publication) -> None:
    """Let the public state and the draft's own status follow the record."""
    project(publication)
    claim.verification_status = publication.document["verification_status"]
    claim.first_published_at = claim.first_published_at or publication.published_at
    claim.save(update_fields=["verification_status", "first_published_at", "updated_at"])
