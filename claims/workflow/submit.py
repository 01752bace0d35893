"""submit: the author asks a second person to decide."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, User
from claims.workflow.gate import assessment_objections
from claims.workflow.locking import locked_assessment
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import permission_objections
from claims.workflow.recording import recorded


def submit_objections(assessment: Assessment, by: User) -> list[Objection]:
    objections = permission_objections("submit", by)
    if assessment.state not in Assessment.EDITABLE_STATES:
        return [
            *objections,
            Objection("wrong_state", _("Only a draft or a returned assessment can be submitted."), "state"),
        ]
    if assessment.author_id != by.pk:
        objections.append(Objection("not_author", _("Only the author submits an assessment.")))
    return objections + assessment_objections(assessment)


def submit(assessment: Assessment, *, by: User, reason: str = "") -> Assessment:
    """Hand the verdict to a second person. Raises ``VerbRefused`` with everything that is missing."""
    with recorded("submit", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        refuse_if("submit", submit_objections(assessment, by))
        assessment.state = Assessment.State.SUBMITTED
        assessment.submitted_at = timezone.now()
        assessment.save(update_fields=["state", "submitted_at", "updated_at"])
    return assessment
