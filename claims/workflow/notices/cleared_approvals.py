"""An edit of what readers would see takes approvals away, in the database; here is found which, and told to whom."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import OuterRef, Subquery

from claims.models import Assessment, Notification, User
from claims.workflow.notices.notify import notify, settle, submission_occasion
from claims.workflow.notices.people import possible_approvers

Kind = Notification.Kind


def tell_of_cleared_approvals(act: UUID, *, by: User) -> list[Assessment]:
    """What the act has cleared, having told the author, whoever had approved it, and those who may decide again."""
    cleared = _cleared_by(act)
    approvers = User.objects.in_bulk({approver for _assessment, approver in cleared}) if cleared else {}
    for assessment, approver in cleared:
        settle(assessment, Kind.APPROVED)
        occasion = submission_occasion(assessment)
        people = [assessment.author, approvers.get(approver), assessment.claim.assigned_to]
        told = {person.pk for person in people if person is not None}
        notify(to=people, kind=Kind.APPROVAL_CLEARED, about=assessment, by=by, occasion=occasion)
        others = [person for person in possible_approvers(assessment) if person.pk not in told]
        notify(to=others, kind=Kind.SUBMITTED, about=assessment, by=by, occasion=occasion)
    return [assessment for assessment, _approver in cleared]


def _cleared_by(act: UUID) -> list[tuple[Assessment, int]]:
    """Approved before the act and submitted after it. Only the triggers lead from the one to the other."""
    events: Any = apps.get_model("claims", "AssessmentEvent")._default_manager
    before = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    found = (
        events.filter(pgh_context_id=act, state=Assessment.State.SUBMITTED)
        .annotate(
            state_before=Subquery(before.values("state")[:1]),
            approver_before=Subquery(before.values("approver_id")[:1]),
        )
        .filter(state_before=Assessment.State.APPROVED)
        .values_list("pgh_obj_id", "approver_before")
    )
    approvers = dict(found)
    rows = Assessment.objects.select_related("claim__assigned_to", "author").filter(pk__in=approvers).order_by("pk")
    return [(row, approvers[row.pk]) for row in rows] if approvers else []
