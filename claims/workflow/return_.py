"""return: the second person sends the verdict back with a comment."""

from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Review, User
from claims.workflow.locking import locked_assessment
from claims.workflow.notices.verbs import tell_of_return
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import assessment_rule_objections
from claims.workflow.recording import recorded


def return_objections(assessment: Assessment, by: User) -> list[Objection]:
    return assessment_rule_objections("return", assessment, by)


def return_(assessment: Assessment, *, by: User, comment: str, reason: str = "") -> Assessment:
    """Give the verdict back to its author; an approval that was given is taken away. ``comment`` is required."""
    with recorded("return", by=by, reason=reason or comment):
        assessment = locked_assessment(assessment)
        objections = return_objections(assessment, by)
        if not comment.strip():
            objections.append(Objection("no_comment", _("Say what has to change."), "comment"))
        refuse_if("return", objections)
        Review.objects.create(assessment=assessment, reviewer=by, decision=Review.Decision.RETURNED, comment=comment)
        approved_by = assessment.approver
        assessment.state = Assessment.State.RETURNED
        assessment.approver = None
        assessment.approved_at = None
        assessment.approved_digest = ""
        assessment.save(update_fields=["state", "approver", "approved_at", "approved_digest", "updated_at"])
        tell_of_return(assessment, approved_by=approved_by, by=by)
    return assessment
