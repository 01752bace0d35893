"""retract: the verdict should not have been published; its place tells readers so."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Publication, User
from claims.record import correction, corrections_so_far, next_position
from claims.workflow.appending import revise
from claims.workflow.gate import missing_languages
from claims.workflow.locking import locked_claim
from claims.workflow.notices.verbs import tell_of_publication
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded

# What a retracted claim no longer says. Its statement and the places where it appears stay, and so do all its versions.
WITHDRAWN: dict[str, Any] = {
    "verification_status": Claim.VerificationStatus.RETRACTED.value,
    "rating": None,
    "confidence": None,
    "summary": {},
    "reasoning": {},
    "caveats": {},
    "as_of": None,
    "review_due": None,
    "expires_on": None,
    "panel": None,
    "evidence": [],
}


def retract_objections(claim: Claim, by: User) -> list[Objection]:
    objections = claim_rule_objections("retract", claim, by)
    if claim.first_published_at is None:
        objections.append(Objection("not_published", _("Only a published claim can be retracted.")))
    if claim.verification_status == Claim.VerificationStatus.RETRACTED:
        objections.append(Objection("retracted", _("The claim is retracted already.")))
    return objections


def retract(claim: Claim, *, note: Any, by: User, reason: str = "") -> Publication:
    """Withdraw the verdict in public. ``note`` tells readers why, in every language.

    Page and API stay as a tombstone that names the reason; only a correction brings a verdict back.
    """
    with recorded("retract", by=by, reason=reason):
        claim = locked_claim(claim)
        objections = retract_objections(claim, by)
        if missing_languages(note):
            message = _("A retraction needs a public reason in every language of the site.")
            objections.append(Objection("no_note", message, "note"))
        refuse_if("retract", objections)
        position = next_position(claim)
        entry = correction(position.version, Publication.Kind.RETRACTION, note, position.published_at)
        changes = {**WITHDRAWN, "corrections": [*corrections_so_far(claim), entry]}
        publication = revise(claim, changes, kind=Publication.Kind.RETRACTION, note=note, position=position)
        tell_of_publication(claim, publication, by=by)
    return publication
