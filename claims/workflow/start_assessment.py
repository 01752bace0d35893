"""start assessment: somebody begins to work out a verdict."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, User
from claims.workflow.appending import last_publication
from claims.workflow.locking import locked_claim
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.open_assessment import has_open_assessment
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded

CARRIED_OVER = ("rating", "confidence", "summary", "reasoning", "caveats", "as_of")


def start_assessment_objections(claim: Claim, by: User) -> list[Objection]:
    objections = claim_rule_objections("start_assessment", claim, by)
    if has_open_assessment(claim):
        objections.append(Objection("open_assessment", _("This claim already has an open assessment.")))
    return objections


def start_assessment(claim: Claim, *, by: User, reason: str = "", **fields: Any) -> Assessment:
    """Open a draft verdict written by ``by``. It starts from what was published last; ``fields`` override that."""
    with recorded("start_assessment", by=by, reason=reason):
        claim = locked_claim(claim)
        refuse_if("start_assessment", start_assessment_objections(claim, by))
        carried = _carried_over(claim)
        assessment = Assessment.objects.create(claim=claim, author=by, **{**carried, **fields})
        if claim.verification_status == Claim.VerificationStatus.UNVERIFIED:
            claim.verification_status = Claim.VerificationStatus.IN_PROGRESS
            claim.save(update_fields=["verification_status", "updated_at"])
    return assessment


def _carried_over(claim: Claim) -> dict[str, Any]:
    """The last verdict; its dates come from the record, where they may have been changed since."""
    last = claim.assessments.order_by("-approved_at").first()
    if last is None:
        return {}
    public = last_publication(claim)
    dates = {name: public.document.get(name) for name in ("review_due", "expires_on")} if public else {}
    return {
        **{name: getattr(last, name) for name in CARRIED_OVER},
        **{name: parse_date(value) if value else None for name, value in dates.items()},
    }
