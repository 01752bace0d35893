"""What waits for this person: assigned to them, to approve, to mend, to publish."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, User, claims_due_for_review, claims_with_link_rot
from claims.workflow.permissions import permission_objections

SHOWN = 8


@dataclass(frozen=True)
class Pile:
    """``total`` may be more than the rows shown; ``query`` opens the whole list of the ``table``."""

    title: Promise
    rows: list[Any]
    total: int
    query: str
    table: str


def waiting_for(user: User) -> list[Pile]:
    piles = []
    if not permission_objections("assign", user):
        mine = Claim.objects.unfinished().filter(assigned_to=user)
        piles.append(_pile(_("Assigned to you"), mine.select_related("claimant"), "assigned=me-unfinished"))
    if not permission_objections("approve", user):
        submitted = Assessment.objects.filter(state=Assessment.State.SUBMITTED).exclude(author=user)
        piles.append(_verdicts(_("Waiting for your decision"), submitted, "state__exact=submitted"))
    if not permission_objections("submit", user):
        own = Assessment.objects.filter(author=user)
        returned = own.filter(state=Assessment.State.RETURNED)
        piles.append(_verdicts(_("Returned to you"), returned, f"state__exact=returned&author__id__exact={user.pk}"))
        drafts = own.filter(state=Assessment.State.DRAFT)
        piles.append(_verdicts(_("Your drafts"), drafts, f"state__exact=draft&author__id__exact={user.pk}"))
    if not permission_objections("publish", user):
        approved = Assessment.objects.filter(state=Assessment.State.APPROVED)
        piles.append(_verdicts(_("Approved, waiting to be published"), approved, "state__exact=approved"))
    if not permission_objections("accept", user):
        piles += _to_look_at()
    return piles


def _to_look_at() -> list[Pile]:
    """Published claims whose sources or articles went or changed, and those whose day for another look has come."""
    return [
        _pile(_("Link rot"), claims_with_link_rot().select_related("claimant"), "look=links"),
        _pile(_("Due for re-check"), claims_due_for_review().select_related("claimant"), "look=due"),
    ]


def _verdicts(title: Promise, assessments: QuerySet[Assessment], query: str) -> Pile:
    return _pile(title, assessments.select_related("claim", "rating", "author"), query)


def _pile(title: Promise, waiting: QuerySet[Any], query: str) -> Pile:
    rows = list(waiting.order_by("updated_at")[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else waiting.count()
    return Pile(title, rows[:SHOWN], total, query, waiting.model._meta.model_name or "")
