"""approve: a second person vouches for the verdict as it stands."""

from django.utils import timezone

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


def approve(assessment: Assessment, *, by: User, comment: str = "", reason: str = "") -> Assessment:
    """Approve what readers would see now; the digest of it is kept, and publishing anything else is refused."""
    with recorded("approve", by=by, reason=reason or comment):
        assessment = locked_assessment(assessment)
        refuse_if("approve", approve_objections(assessment, by))
        Review.objects.create(assessment=assessment, reviewer=by, decision=Review.Decision.APPROVED, comment=comment)
        assessment.state = Assessment.State.APPROVED
        assessment.approver = by
        assessment.approved_at = timezone.now()
        assessment.approved_digest = approval_digest(build_document(assessment.claim, assessment))
        assessment.save(update_fields=["state", "approver", "approved_at", "approved_digest", "updated_at"])
        tell_of_approval(assessment, by=by)
    return assessment
