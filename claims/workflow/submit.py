"""submit: the author asks a second person to decide."""

from django.utils import timezone

from claims.models import Assessment, EditorialPolicy, User
from claims.workflow.gate import assessment_objections
from claims.workflow.locking import locked_assessment
from claims.workflow.notices.verbs import tell_of_submission
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import assessment_rule_objections, wrong_state
from claims.workflow.recording import recorded


def submit_objections(assessment: Assessment, by: User) -> list[Objection]:
    objections = assessment_rule_objections("submit", assessment, by)
    return objections if wrong_state(objections) else objections + assessment_objections(assessment)


def submit(assessment: Assessment, *, by: User, reason: str = "") -> Assessment:
    """Hand the verdict to a second person. Raises ``VerbRefused`` with everything that is missing."""
    with recorded("submit", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        refuse_if("submit", submit_objections(assessment, by))
        assessment.state = Assessment.State.SUBMITTED
        assessment.submitted_at = timezone.now()
        assessment.submission += 1
        assessment.votes_needed = max(assessment.votes_needed, EditorialPolicy.current().votes_needed)
        assessment.save(update_fields=["state", "submitted_at", "submission", "votes_needed", "updated_at"])
        tell_of_submission(assessment, by=by)
    return assessment
