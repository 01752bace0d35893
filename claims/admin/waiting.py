"""What waits for this person: to approve, to mend, to publish."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, User
from claims.workflow.permissions import permission_objections

SHOWN = 8


@dataclass(frozen=True)
class Pile:
    """``total`` may be more than the rows shown; ``query`` opens the whole list."""

    title: Promise
    rows: list[Assessment]
    total: int
    query: str


def waiting_for(user: User) -> list[Pile]:
    piles = []
    if not permission_objections("approve", user):
        submitted = Assessment.objects.filter(state=Assessment.State.SUBMITTED).exclude(author=user)
        piles.append(_pile(_("Waiting for your decision"), submitted, "state__exact=submitted"))
    if not permission_objections("submit", user):
        mine = Assessment.objects.filter(author=user)
        returned = mine.filter(state=Assessment.State.RETURNED)
        piles.append(_pile(_("Returned to you"), returned, f"state__exact=returned&author__id__exact={user.pk}"))
        drafts = mine.filter(state=Assessment.State.DRAFT)
        piles.append(_pile(_("Your drafts"), drafts, f"state__exact=draft&author__id__exact={user.pk}"))
    if not permission_objections("publish", user):
        approved = Assessment.objects.filter(state=Assessment.State.APPROVED)
        piles.append(_pile(_("Approved, waiting to be published"), approved, "state__exact=approved"))
    return piles


def _pile(title: Promise, assessments: QuerySet[Assessment], query: str) -> Pile:
    oldest_first = assessments.select_related("claim", "rating", "author").order_by("updated_at")
    rows = list(oldest_first[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else assessments.count()
    return Pile(title, rows[:SHOWN], total, query)
