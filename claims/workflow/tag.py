"""tag: give a claim topics and take topics away, without touching the others."""

from collections.abc import Iterable

from claims.models import Claim, Topic, User
from claims.workflow.locking import locked_claim
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded


def tag_objections(claim: Claim, by: User) -> list[Objection]:
    return claim_rule_objections("tag", claim, by)


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
