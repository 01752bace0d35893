"""publish, publish as unverified, correct: the drafts of one claim become the next version in the public record."""

from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, Publication, User
from claims.record import append, approval_digest, build_document, correction, corrections_so_far, next_position
from claims.record.chain import Position
from claims.record.document import ClaimDocument
from claims.workflow.appending import follow, last_publication
from claims.workflow.gate import assessment_objections, claim_objections, missing_languages
from claims.workflow.locking import locked_assessment, locked_claim
from claims.workflow.notices.verbs import tell_of_publication
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import (
    assessment_rule_objections,
    claim_rule_objections,
    permission_objections,
    wrong_state,
)
from claims.workflow.recording import recorded


def publish_objections(assessment: Assessment, by: User) -> list[Objection]:
    return _publish_objections(assessment, by, build_document(assessment.claim, assessment))


def correct_objections(assessment: Assessment, by: User) -> list[Objection]:
    return _correct_objections(assessment, by, build_document(assessment.claim, assessment))


def publish_unverified_objections(claim: Claim, by: User) -> list[Objection]:
    if claim.first_published_at is not None:
        objections = permission_objections("publish_unverified", by)
        return [*objections, Objection("published", _("The claim is published already."))]
    objections = claim_rule_objections("publish_unverified", claim, by)
    return objections if wrong_state(objections) else objections + claim_objections(claim)


def publish(assessment: Assessment, *, by: User, note: Any = "", reason: str = "") -> Publication:
    """Publish an approved verdict: the first version, or an update that leaves the rating as readers know it.

    Raises ``VerbRefused`` when it is not approved, was edited after the approval, or changes a published rating.
    """
    with recorded("publish", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        position = next_position(assessment.claim)
        document = build_document(assessment.claim, assessment)
        refuse_if("publish", _publish_objections(assessment, by, document))
        return _publish(position, assessment, document, by=by, note=note)


def correct(
    assessment: Assessment,
    *,
    by: User,
    correction_type: Publication.CorrectionType,
    note: Any,
    reason: str = "",
) -> Publication:
    """Publish an approved verdict as a typed correction. ``note`` tells readers what was wrong, in every language.

    The only way to another rating, and the only way back from a retraction.
    """
    with recorded("correct", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        position = next_position(assessment.claim)
        document = build_document(assessment.claim, assessment)
        objections = _correct_objections(assessment, by, document)
        if missing_languages(note):
            message = _("A correction needs a public note in every language of the site.")
            objections.append(Objection("no_note", message, "note"))
        says_so = correction_type == Publication.CorrectionType.RATING_CHANGED
        if not wrong_state(objections) and rating_changes(assessment) != says_so:
            message = _("Use “rating changed” when, and only when, the rating changes.")
            objections.append(Objection("wrong_type", message, "correction_type"))
        refuse_if("correct", objections)
        return _publish(position, assessment, document, by=by, note=note, correction_type=correction_type)


def publish_unverified(claim: Claim, *, by: User, reason: str = "") -> Publication:
    """Show readers that a claim is known and not yet judged. It has no verdict, so no second person is needed."""
    with recorded("publish_unverified", by=by, reason=reason):
        claim = locked_claim(claim)
        refuse_if("publish_unverified", publish_unverified_objections(claim, by))
        position = next_position(claim)
        document = build_document(claim, None)
        publication = append(position, claim=claim, document=document, kind=Publication.Kind.INITIAL, assessment=None)
        follow(claim, publication)
        tell_of_publication(claim, publication, by=by)
    return publication


def rating_changes(assessment: Assessment) -> bool:
    """True when readers saw a rating of this claim, retracted or not, and this one is another."""
    last = (
        Publication.objects.filter(claim=assessment.claim_id, document__rating__slug__isnull=False)
        .order_by("-version")
        .values_list("document__rating__slug", flat=True)
        .first()
    )
    return last is not None and (assessment.rating is None or assessment.rating.slug != last)


def _publish_objections(assessment: Assessment, by: User, document: ClaimDocument) -> list[Objection]:
    objections = _approval_objections("publish", assessment, by, document)
    if wrong_state(objections):
        return objections
    if assessment.claim.verification_status == Claim.VerificationStatus.RETRACTED:
        message = _("The claim was retracted. Publish this as a correction with a public note.")
        objections.append(Objection("needs_correction", message))
    elif rating_changes(assessment):
        message = _("Readers saw another rating. Publish this as a correction with a public note.")
        objections.append(Objection("needs_correction", message))
    return objections


def _correct_objections(assessment: Assessment, by: User, document: ClaimDocument) -> list[Objection]:
    objections = _approval_objections("correct", assessment, by, document)
    if assessment.claim.first_published_at is None:
        objections.append(Objection("not_published", _("Only a published claim can be corrected.")))
    return objections


def _approval_objections(verb: str, assessment: Assessment, by: User, document: ClaimDocument) -> list[Objection]:
    objections = assessment_rule_objections(verb, assessment, by)
    if assessment.state == Assessment.State.PUBLISHED:
        # In place of the plain refusal: it says the same, and what happened.
        others = [objection for objection in objections if objection.code != "wrong_state"]
        return [*others, Objection("published_meanwhile", _who_was_first(assessment), "state")]
    if wrong_state(objections):
        return objections
    objections += assessment_objections(assessment)
    if approval_digest(document) != assessment.approved_digest:
        message = _("It was changed after the approval. Return it, then submit it again.")
        objections.append(Objection("changed_since_approval", message))
    return objections


def _who_was_first(assessment: Assessment) -> str:
    """What a colleague should know whose button came second."""
    publication = Publication.objects.filter(assessment=assessment).order_by("number").first()
    if publication is None:
        return str(_("It is published already."))
    moment = timezone.localtime(publication.published_at).strftime("%Y-%m-%d %H:%M")
    return str(
        _("It is published already: version %(version)d (%(kind)s), on %(moment)s, by %(who)s. Its rating: %(rating)s.")
        % {
            "version": publication.version,
            "kind": publication.get_kind_display(),
            "moment": moment,
            "who": _publisher(assessment),
            "rating": assessment.rating,
        }
    )


def _publisher(assessment: Assessment) -> str:
    """Who pressed the button; the publication itself names only author and approver."""
    events = apps.get_model("claims", "AssessmentEvent")._default_manager
    event = (
        events.filter(pgh_obj_id=assessment.pk, state=Assessment.State.PUBLISHED)
        .select_related("pgh_context")
        .order_by("pgh_id")
        .first()
    )
    context = event.pgh_context.metadata if event is not None and event.pgh_context else {}
    return str(context.get("user_name") or _("an unknown person"))


def _publish(
    position: Position,
    assessment: Assessment,
    document: ClaimDocument,
    *,
    by: User,
    note: Any,
    correction_type: str = "",
) -> Publication:
    claim = assessment.claim
    last = last_publication(claim)
    corrections = corrections_so_far(claim)
    if correction_type:
        corrections.append(correction(position.version, correction_type, note, position.published_at))
    publication = append(
        position,
        claim=claim,
        document={
            **document,
            "corrections": corrections,
            "redactions": last.document.get("redactions", []) if last else [],
        },
        kind=_kind(position, correction_type),
        correction_type=correction_type,
        note=note,
        assessment=assessment,
    )
    assessment.state = Assessment.State.PUBLISHED
    assessment.save(update_fields=["state", "updated_at"])
    follow(claim, publication)
    tell_of_publication(claim, publication, by=by)
    return publication


def _kind(position: Position, correction_type: str) -> Publication.Kind:
    if position.version == 1:
        return Publication.Kind.INITIAL
    return Publication.Kind.CORRECTION if correction_type else Publication.Kind.UPDATE
