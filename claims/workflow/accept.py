"""accept: a candidate is worth checking."""

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, User
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import permission_objections
from claims.workflow.recording import recorded


def accept_objections(claim: Claim, by: User) -> list[Objection]:
    objections = permission_objections("accept", by)
    if claim.stage not in (Claim.Stage.CANDIDATE, Claim.Stage.DISMISSED):
        objections.append(
            Objection("wrong_stage", _("Only a candidate or a dismissed claim can be accepted."), "stage")
        )
    return objections


def accept(claim: Claim, *, by: User, reason: str = "") -> Claim:
    """Take the claim up for checking; a dismissed one comes back."""
    with recorded("accept", by=by, reason=reason):
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        refuse_if("accept", accept_objections(claim, by))
        claim.stage = Claim.Stage.ACCEPTED
        claim.dismissal_reason = ""
        claim.dismissal_note = ""
        claim.save(update_fields=["stage", "dismissal_reason", "dismissal_note", "updated_at"])
    return claim
