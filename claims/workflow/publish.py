"""publish, publish as unverified, correct: the drafts of one claim become the next version in the public record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, Publication, User
from claims.record import (
    append,
    approval_digest,
    build_document,
    correction,
    corrections_so_far,
    localized,
    next_position,
    project,
)
from claims.record.chain import Position
from claims.record.document import ClaimDocument
from claims.workflow.gate import assessment_objections, claim_objections
from claims.workflow.locking import locked_assessment
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import permission_objections
from claims.workflow.recording import recorded


def publish_objections(assessment: Assessment, by: User) -> list[Objection]:
    return _publish_objections(assessment, by, build_document(assessment.claim, assessment))


def correct_objections(assessment: Assessment, by: User) -> list[Objection]:
    return _correct_objections(assessment, by, build_document(assessment.claim, assessment))


def _publish_objections(assessment: Assessment, by: User, document: ClaimDocument) -> list[Objection]:
    objections = permission_objections("publish", by) + _approval_objections(assessment, document)
    if rating_changes(assessment):
        objections.append(
            Objection(
                "needs_correction",
                _("Readers saw another rating. Publish this as a correction with a public note."),
            )
        )
    return objections


def _correct_objections(assessment: Assessment, by: User, document: ClaimDocument) -> list[Objection]:
    objections = permission_objections("correct", by) + _approval_objections(assessment, document)
    if assessment.claim.first_published_at is None:
        objections.append(Objection("not_published", _("Only a published claim can be corrected.")))
    return objections


def publish_unverified_objections(claim: Claim, by: User) -> list[Objection]:
    objections = permission_objections("publish_unverified", by) + claim_objections(claim)
    if claim.first_published_at is not None:
        objections.append(Objection("published", _("The claim is published already.")))
    return objections


def publish(assessment: Assessment, *, by: User, note: Any = "", reason: str = "") -> Publication:
    """Publish an approved verdict: the first version, or an update that leaves the rating as readers know it.

    Raises ``VerbRefused`` when it is not approved, was edited after the approval, or changes a published rating.
    """
    with recorded("publish", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        position = next_position(assessment.claim)
        document = build_document(assessment.claim, assessment)
        refuse_if("publish", _publish_objections(assessment, by, document))
        return _publish(position, assessment, document, note=note)


def correct(
    assessment: Assessment,
    *,
    by: User,
    correction_type: Publication.CorrectionType,
    note: Any,
    reason: str = "",
) -> Publication:
    """Publish an approved verdict as a typed correction. ``note`` tells readers what was wrong, in every language."""
    with recorded("correct", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        position = next_position(assessment.claim)
        document = build_document(assessment.claim, assessment)
        objections = _correct_objections(assessment, by, document)
        if not localized(note):
            objections.append(Objection("no_note", _("A correction needs a public note."), "note"))
        changed, type_says_so = (
            rating_changes(assessment),
            correction_type == Publication.CorrectionType.RATING_CHANGED,
        )
        if changed != type_says_so:
            objections.append(
                Objection(
                    "wrong_type",
                    _("Use “rating changed” when, and only when, the rating changes."),
                    "correction_type",
                )
            )
        refuse_if("correct", objections)
        return _publish(position, assessment, document, note=note, correction_type=correction_type)


def publish_unverified(claim: Claim, *, by: User, reason: str = "") -> Publication:
    """Show readers that a claim is known and not yet judged. It has no verdict, so no second person is needed."""
    with recorded("publish_unverified", by=by, reason=reason):
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        refuse_if("publish_unverified", publish_unverified_objections(claim, by))
        position = next_position(claim)
        document = build_document(claim, None)
        publication = append(position, claim=claim, document=document, kind=Publication.Kind.INITIAL, assessment=None)
        _follow(claim, publication)
    return publication


def rating_changes(assessment: Assessment) -> bool:
    """True when readers saw a rating of this claim and this one is another."""
    last = (
        Publication.objects.filter(claim=assessment.claim_id)
        .order_by("-version")
        .values_list("document__rating__slug", flat=True)
        .first()
    )
    return last is not None and (assessment.rating is None or assessment.rating.slug != last)


def _approval_objections(assessment: Assessment, document: ClaimDocument) -> list[Objection]:
    if assessment.state != Assessment.State.APPROVED:
        return [Objection("not_approved", _("A second person has to approve it first."), "state")]
    objections = assessment_objections(assessment)
    if approval_digest(document) != assessment.approved_digest:
        objections.append(
            Objection(
                "changed_since_approval",
                _("It was changed after the approval. Return it, then submit it again."),
            )
        )
    return objections


def _publish(
    position: Position, assessment: Assessment, document: ClaimDocument, *, note: Any, correction_type: str = ""
) -> Publication:
    claim = assessment.claim
    corrections = corrections_so_far(claim)
    if correction_type:
        corrections.append(correction(position.version, correction_type, note, position.published_at))
    publication = append(
        position,
        claim=claim,
        document={**document, "corrections": corrections},
        kind=_kind(position, correction_type),
        correction_type=correction_type,
        note=note,
        assessment=assessment,
    )
    assessment.state = Assessment.State.PUBLISHED
    assessment.save(update_fields=["state", "updated_at"])
    _follow(claim, publication)
    return publication


def _kind(position: Position, correction_type: str) -> Publication.Kind:
    if position.version == 1:
        return Publication.Kind.INITIAL
    return Publication.Kind.CORRECTION if correction_type else Publication.Kind.UPDATE


def _follow(claim: Claim, publication: Publication) -> None:
    """Let the public state and the draft's own status follow the record."""
    project(publication)
    claim.verification_status = publication.document["verification_status"]
    claim.first_published_at = claim.first_published_at or publication.published_at
    claim.save(update_fields=["verification_status", "first_published_at", "updated_at"])
