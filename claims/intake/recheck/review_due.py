"""The day has come on which a published verdict is to be looked at again."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django_tasks import task

from claims.models import Claim, Notification, claims_due_for_review
from claims.workflow import notify_review_due

ROWS_AT_ONCE = 500


@task()
def tell_reviews_due() -> int:
    """Tell whom it concerns, once for each day that was set; the desk shows the claim until something is done."""
    told = 0
    for claim in claims_due_for_review().select_related("assigned_to").iterator(ROWS_AT_ONCE):
        due = claim.review_due  # type: ignore[attr-defined]
        if _was_told(claim, due.isoformat()):
            continue
        with transaction.atomic():
            notify_review_due(claim, due=due)
        told += 1
    return told


def _was_told(claim: Claim, day: str) -> bool:
    told = Notification.objects.filter(kind=Notification.Kind.REVIEW_DUE, about_id=claim.pk, facts__due=day)
    return told.filter(about_type=ContentType.objects.get_for_model(Claim)).exists()
