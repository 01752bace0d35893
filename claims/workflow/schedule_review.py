"""schedule a review: until when a published verdict holds, and when it is looked at again."""

from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Notification, Publication, User
from claims.workflow.appending import last_publication, revise
from claims.workflow.locking import locked_claim
from claims.workflow.notices.notify import settle
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded


def schedule_review_objections(claim: Claim, by: User) -> list[Objection]:
    objections = claim_rule_objections("schedule_review", claim, by)
    if claim.first_published_at is None or claim.verification_status != Claim.VerificationStatus.VERIFIED:
        objections.append(Objection("no_verdict", _("Only a published verdict has dates for a review.")))
    return objections


def schedule_review(
    claim: Claim, *, review_due: date | None, expires_on: date | None = None, by: User, reason: str = ""
) -> Publication:
    """Set or clear the day of the next review and the day after which the verdict no longer holds.

    Readers see both, so this is a new version; the verdict itself is not touched and needs no second person.
    """
    dates = {"review_due": review_due, "expires_on": expires_on}
    with recorded("schedule_review", by=by, reason=reason):
        claim = locked_claim(claim)
        objections = schedule_review_objections(claim, by)
        last = last_publication(claim)
        if last is not None:
            objections += _date_objections(last, dates)
        refuse_if("schedule_review", objections)
        settle(claim, Notification.Kind.REVIEW_DUE)
        return revise(claim, {name: day.isoformat() if day else None for name, day in dates.items()})


def _date_objections(last: Publication, dates: dict[str, date | None]) -> list[Objection]:
    as_of = parse_date(last.document["as_of"] or "")
    objections = [
        Objection("before_as_of", _("This day lies before the one for which the verdict is meant."), name)
        for name, day in dates.items()
        if day and as_of and day <= as_of
    ]
    if all((last.document.get(name) or None) == (day.isoformat() if day else None) for name, day in dates.items()):
        objections.append(Objection("unchanged", _("These are the present dates.")))
    return objections
