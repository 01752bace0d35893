"""dismiss: a candidate will not be checked, for a reason from a list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, User
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import permission_objections
from claims.workflow.recording import recorded


def dismiss_objections(claim: Claim, by: User) -> list[Objection]:
    objections = permission_objections("dismiss", by)
    if claim.stage not in (Claim.Stage.CANDIDATE, Claim.Stage.ACCEPTED):
        objections.append(
            Objection("wrong_stage", _("Only a candidate or an accepted claim can be dismissed."), "stage")
        )
    if claim.first_published_at is not None:
        objections.append(Objection("published", _("A published claim is retracted, not dismissed.")))
    if claim.assessments.exists():
        objections.append(Objection("has_assessment", _("The claim is being assessed already.")))
    return objections


def dismiss(
    claim: Claim, *, by: User, dismissal_reason: Claim.DismissalReason, note: Any = "", reason: str = ""
) -> Claim:
    """Set the claim aside. Its place in the article is shown to readers as not checkable, with ``note``."""
    with recorded("dismiss", by=by, reason=reason):
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        refuse_if("dismiss", dismiss_objections(claim, by))
        claim.stage = Claim.Stage.DISMISSED
        claim.dismissal_reason = Claim.DismissalReason(dismissal_reason)
        claim.dismissal_note = note
        claim.save(update_fields=["stage", "dismissal_reason", "dismissal_note", "updated_at"])
    return claim
