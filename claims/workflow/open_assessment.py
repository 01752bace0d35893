"""Whether somebody works on a verdict of a claim: several verbs ask it, the database only once if it was prefetched."""

from claims.models import Assessment, Claim


def states_of_assessments(claim: Claim) -> list[str]:
    """Of all its assessments; without a query where they were prefetched."""
    if "assessments" in getattr(claim, "_prefetched_objects_cache", {}):
        return [assessment.state for assessment in claim.assessments.all()]
    return list(claim.assessments.order_by().values_list("state", flat=True))


def has_open_assessment(claim: Claim) -> bool:
    return any(state != Assessment.State.PUBLISHED for state in states_of_assessments(claim))
