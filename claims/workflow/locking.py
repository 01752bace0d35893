"""Row locks, always in the same order (claim, then assessment), so that two verbs cannot wait for each other."""

from claims.models import Assessment, Claim


def locked_assessment(assessment: Assessment) -> Assessment:
    """Read the assessment and its claim again under a lock; what the caller read earlier may be stale."""
    claim = Claim.objects.select_for_update().get(pk=assessment.claim_id)
    fresh = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("rating__scale", "author", "approver")
        .get(pk=assessment.pk)
    )
    fresh.claim = claim
    return fresh
