"""assign: say who works on a claim."""

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, User
from claims.workflow.locking import locked_claim
from claims.workflow.notices.verbs import tell_of_assignment
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded

ASSIGN_OTHERS = "claims.assign_claim"


def assign_objections(claim: Claim, by: User) -> list[Objection]:
    return claim_rule_objections("assign", claim, by)


def assign(claim: Claim, *, to: User | None, by: User, reason: str = "") -> Claim:
    """Give the claim to ``to``, or to nobody. Taking it oneself needs less permission than giving it to others."""
    with recorded("assign", by=by, reason=reason):
        claim = locked_claim(claim)
        refuse_if("assign", assign_objections(claim, by) + _person_objections(claim, to, by))
        claim.assigned_to = to
        claim.save(update_fields=["assigned_to", "updated_at"])
        tell_of_assignment(claim, by=by)
    return claim


def _person_objections(claim: Claim, to: User | None, by: User) -> list[Objection]:
    if to is not None and not to.is_active:
        return [Objection("inactive", _("This account is not active."), "to")]
    from_nobody_or_me = claim.assigned_to_id in (None, by.pk)
    to_nobody_or_me = to is None or to.pk == by.pk
    if (from_nobody_or_me and to_nobody_or_me) or by.has_perm(ASSIGN_OTHERS):
        return []
    return [Objection("not_permitted", _("Your role assigns claims only to yourself."), "to")]
