"""What waits for this person: assigned to them, to approve, to mend, to publish."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.admin.piles import Pile, PileRow, pile
from claims.admin.review import queue_for
from claims.models import Assessment, Claim, User
from claims.workflow.permissions import permission_objections

State = Assessment.State


def waiting_for(user: User) -> list[Pile]:
    piles = []
    if not permission_objections("assign", user):
        mine = Claim.objects.unfinished().filter(assigned_to=user).order_by("updated_at")
        piles.append(pile(_("Assigned to you"), mine, _claim, address=_list("claim", "assigned=me-unfinished")))
    if not permission_objections("approve", user):
        piles.append(
            pile(
                _("Waiting for your decision"),
                queue_for(user),
                lambda row: _verdict(row, address=reverse("admin:review-one", args=[row.pk])),
                address=reverse("admin:review"),
            )
        )
    if not permission_objections("submit", user):
        own = Assessment.objects.filter(author=user)
        piles += [
            _verdicts(
                _("Returned to you"),
                own.filter(state=State.RETURNED),
                f"state__exact=returned&author__id__exact={user.pk}",
            ),
            _verdicts(
                _("Your drafts"), own.filter(state=State.DRAFT), f"state__exact=draft&author__id__exact={user.pk}"
            ),
        ]
    if not permission_objections("publish", user):
        approved = Assessment.objects.filter(state=State.APPROVED)
        piles.append(_verdicts(_("Approved, waiting to be published"), approved, "state__exact=approved"))
    return piles


def _verdicts(title: Promise, assessments: QuerySet[Assessment], query: str) -> Pile:
    rows = assessments.select_related("claim", "rating", "author").order_by("updated_at")
    return pile(title, rows, _verdict, address=_list("assessment", query))


def _claim(claim: Claim) -> PileRow:
    facts = (claim.get_stage_display(), claim.get_verification_status_display())
    return PileRow(str(claim), reverse("admin:claims_claim_change", args=[claim.pk]), facts, claim.updated_at)


def _verdict(row: Any, address: str = "") -> PileRow:
    """The claim's page is where a verdict is written and published."""
    facts = (str(row.rating or "–"), row.author.byline)
    return PileRow(
        str(row.claim), address or reverse("admin:claims_claim_change", args=[row.claim_id]), facts, row.updated_at
    )


def _list(model: str, query: str) -> str:
    return reverse(f"admin:claims_{model}_changelist") + f"?{query}"
