"""approve: a second person vouches for the verdict as it stands."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Review, User
from claims.record import approval_digest, build_document
from claims.workflow.gate import assessment_objections, objections_to
from claims.workflow.locking import locked_assessment
from claims.workflow.notices.verbs import tell_of_approval
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.panel import votes_requirement
from claims.workflow.permissions import assessment_rule_objections, wrong_state
from claims.workflow.recording import recorded


def approve_objections(assessment: Assessment, by: User) -> list[Objection]:
    objections = assessment_rule_objections("approve", assessment, by)
    if wrong_state(objections):
        return objections
    return objections + assessment_objections(assessment) + objections_to([votes_requirement(assessment)])


def approve(
    assessment: Assessment, *, by: User, comment: str = "", reason: str = "", shown_digest: str = ""
) -> Assessment:
    """Approve what readers would see now; the digest of it is kept, and publishing anything else is refused.

    With ``shown_digest``, the ``approval_digest`` of what the approver was shown, nothing else than that is approved.
    """
    with recorded("approve", by=by, reason=reason or comment):
        assessment = locked_assessment(assessment)
        digest = approval_digest(build_document(assessment.claim, assessment))
        objections = approve_objections(assessment, by)
        if shown_digest and shown_digest != digest:
            changed = _("It was changed after you opened it. Look at what is new, then decide.")
            objections.append(Objection("changed_meanwhile", changed))
        refuse_if("approve", objections)
        Review.objects.create(assessment=assessment, reviewer=by, decision=Review.Decision.APPROVED, comment=comment)
        assessment.state = Assessment.State.APPROVED
        assessment.approver = by
        assessment.approved_at = timezone.now()
        assessment.approved_digest = digest
        assessment.save(update_fields=["state", "approver", "approved_at", "approved_digest", "updated_at"])
        tell_of_approval(assessment, by=by)
    return assessment
