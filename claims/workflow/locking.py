"""Row locks, always in the same order (claims by key, then assessment), so that two verbs cannot wait for each other.

``FOR NO KEY UPDATE``: rows that point to the claim, such as new evidence, can still be saved meanwhile.
"""

from claims.models import Assessment, Claim


def locked_claim(claim: Claim) -> Claim:
    """Read the claim again under a lock; what the caller read earlier may be stale."""
    return Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)


def locked_claims(*claims: Claim) -> list[Claim]:
    """The claims in the order given, locked in the order of their keys."""
    rows = Claim.objects.select_for_update(no_key=True).filter(pk__in=[claim.pk for claim in claims]).order_by("pk")
    fresh = {row.pk: row for row in rows}
    return [fresh[claim.pk] for claim in claims]


def locked_assessment(assessment: Assessment) -> Assessment:
    """Read the assessment and its claim again under a lock."""
    claim = Claim.objects.select_for_update(no_key=True).get(pk=assessment.claim_id)
    fresh = (
        Assessment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("rating__scale", "author", "approver")
        .get(pk=assessment.pk)
    )
    fresh.claim = claim
    return fresh
