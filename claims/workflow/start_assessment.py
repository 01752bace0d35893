"""start assessment: somebody begins to work out a verdict."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, User
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import permission_objections
from claims.workflow.recording import recorded

CARRIED_OVER = ("rating", "confidence", "summary", "reasoning", "caveats", "as_of", "review_due")


def start_assessment_objections(claim: Claim, by: User) -> list[Objection]:
    objections = permission_objections("start_assessment", by)
    if claim.stage != Claim.Stage.ACCEPTED:
        objections.append(Objection("not_accepted", _("Accept the claim first."), "stage"))
    if claim.assessments.exclude(state=Assessment.State.PUBLISHED).exists():
        objections.append(Objection("open_assessment", _("This claim already has an open assessment.")))
    return objections


def start_assessment(claim: Claim, *, by: User, reason: str = "", **fields: Any) -> Assessment:
    """Open a draft verdict written by ``by``. It starts from what was published last; ``fields`` override that."""
    with recorded("start_assessment", by=by, reason=reason):
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        refuse_if("start_assessment", start_assessment_objections(claim, by))
        last = claim.assessments.order_by("-approved_at").first()
        carried = {name: getattr(last, name) for name in CARRIED_OVER} if last else {}
        assessment = Assessment.objects.create(claim=claim, author=by, **{**carried, **fields})
        if claim.verification_status == Claim.VerificationStatus.UNVERIFIED:
            claim.verification_status = Claim.VerificationStatus.IN_PROGRESS
            claim.save(update_fields=["verification_status", "updated_at"])
    return assessment
