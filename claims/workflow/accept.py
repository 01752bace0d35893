"""accept: a candidate is worth checking."""

from claims.models import Claim, User
from claims.workflow.locking import locked_claim
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded


def accept_objections(claim: Claim, by: User) -> list[Objection]:
    return claim_rule_objections("accept", claim, by)


def accept(claim: Claim, *, by: User, reason: str = "") -> Claim:
    """Take the claim up for checking; a dismissed one comes back."""
    with recorded("accept", by=by, reason=reason):
        claim = locked_claim(claim)
        refuse_if("accept", accept_objections(claim, by))
        claim.stage = Claim.Stage.ACCEPTED
        claim.dismissal_reason = ""
        claim.dismissal_note = ""
        claim.save(update_fields=["stage", "dismissal_reason", "dismissal_note", "updated_at"])
    return claim
