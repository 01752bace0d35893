"""attach a repeat: another article says the same; the claim is not checked again."""

from django.utils.translation import gettext_lazy as _

from claims.models import Appearance, Claim, Snapshot, User
from claims.record import appearance_document
from claims.text.anchors import make_selector
from claims.workflow.appending import last_publication, revise
from claims.workflow.locking import locked_claim
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded


def attach_repeat_objections(claim: Claim, by: User) -> list[Objection]:
    objections = claim_rule_objections("attach_repeat", claim, by)
    if claim.verification_status == Claim.VerificationStatus.RETRACTED:
        objections.append(Objection("retracted", _("The claim was retracted.")))
    return objections


def attach_repeat(claim: Claim, *, snapshot: Snapshot, start: int, end: int, by: User, reason: str = "") -> Appearance:
    """Mark where else the claim is made. Readers of a published claim see it at once, as an update.

    ``start`` and ``end`` are code points in the snapshot's text, end exclusive. Raises ``ValueError`` for a span
    outside the text.
    """
    selector = make_selector(snapshot.text, start, end)
    with recorded("attach_repeat", by=by, reason=reason):
        claim = locked_claim(claim)
        objections = attach_repeat_objections(claim, by)
        if claim.appearances.filter(snapshot=snapshot, start=start, end=end).exists():
            message = _("This claim is already marked at exactly this place.")
            objections.append(Objection("marked", message, "snapshot"))
        refuse_if("attach_repeat", objections)
        appearance = Appearance.objects.create(
            claim=claim,
            snapshot=snapshot,
            start=selector.start,
            end=selector.end,
            exact=selector.exact,
            prefix=selector.prefix,
            suffix=selector.suffix,
            occurrence=Appearance.Occurrence.REPEAT,
        )
        show_repeats(claim, [appearance])
    return appearance


def show_repeats(claim: Claim, appearances: list[Appearance]) -> None:
    """Publish new appearances of a claim that readers know; a draft keeps them until it is published."""
    last = last_publication(claim)
    if last is None or not appearances:
        return
    shown = [*last.document["appearances"], *(appearance_document(row) for row in appearances)]
    revise(claim, {"appearances": shown})
