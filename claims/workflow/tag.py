"""tag: give a claim topics and take topics away, without touching the others."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Topic, User
from claims.workflow.locking import locked_claim
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.recording import recorded

ALLOWED = "claims.change_claim"


def tag_objections(claim: Claim, by: User) -> list[Objection]:
    if not (by.is_active and by.has_perm(ALLOWED)):
        return [Objection("not_permitted", _("Your role does not allow this."))]
    if claim.stage == Claim.Stage.MERGED:
        return [Objection("wrong_stage", _("This claim was merged into another one."), "stage")]
    return []


def tag(claim: Claim, *, add: Iterable[Topic] = (), remove: Iterable[Topic] = (), by: User, reason: str = "") -> Claim:
    """Change topics; like any edit of what readers would see it takes an approval away, unless nothing changes."""
    with recorded("edit", by=by, reason=reason):
        claim = locked_claim(claim)
        refuse_if("tag", tag_objections(claim, by))
        before = set(claim.topics.all())
        after = (before | set(add)) - set(remove)
        if after != before:
            claim.topics.set(after)
            # The row's revision is what warns the next editor.
            claim.save(update_fields=["updated_at"])
    return claim
