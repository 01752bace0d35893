"""dismiss: a candidate will not be checked, for a reason from a list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, User
from claims.workflow.locking import locked_claim
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.open_assessment import states_of_assessments
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded


def dismiss_objections(claim: Claim, by: User) -> list[Objection]:
    objections = claim_rule_objections("dismiss", claim, by)
    if claim.first_published_at is not None:
        objections.append(Objection("published", _("A published claim is retracted, not dismissed.")))
    if states_of_assessments(claim):
        objections.append(Objection("has_assessment", _("The claim is being assessed already.")))
    return objections


def dismiss(
    claim: Claim, *, by: User, dismissal_reason: Claim.DismissalReason, note: Any = "", reason: str = ""
) -> Claim:
    """Set the claim aside. Its place in the article is shown to readers as not checkable, with ``note``."""
    with recorded("dismiss", by=by, reason=reason):
        claim = locked_claim(claim)
        refuse_if("dismiss", dismiss_objections(claim, by))
        claim.stage = Claim.Stage.DISMISSED
        claim.dismissal_reason = Claim.DismissalReason(dismissal_reason)
        claim.dismissal_note = note
        claim.save(update_fields=["stage", "dismissal_reason", "dismissal_note", "updated_at"])
    return claim
