"""Whom something concerns."""

from claims.models import Assessment, Claim, User
from claims.workflow.contributors import contributors

# Named, because permissions are asked of one place and accounts may be looked up in several.
PERMISSIONS = "django.contrib.auth.backends.ModelBackend"
APPROVE = "claims.approve_assessment"
PUBLISH = "claims.publish_assessment"


def holders_of(permission: str) -> list[User]:
    """Whose role has the permission. Superusers may do everything, so they are meant only where nobody else is."""
    for superusers_too in (False, True):
        people = User.objects.with_perm(permission, include_superusers=superusers_too, backend=PERMISSIONS)
        found = list(people.filter(is_staff=True).order_by("pk"))
        if found:
            return found
    return []


def possible_voters(assessment: Assessment) -> list[User]:
    """Who may vote on this submission and has not."""
    voted = set(assessment.votes.filter(submission=assessment.submission).values_list("voter", flat=True))
    return [person for person in holders_of(APPROVE) if person.pk not in {*voted, assessment.author_id}]


def possible_approvers(assessment: Assessment) -> list[User]:
    """Who may decide and took no part; after a return only whoever returned it, as they know what they asked for."""
    involved = contributors(assessment.claim) | {assessment.author_id}
    able = [person for person in holders_of(APPROVE) if person.pk not in involved]
    last = assessment.reviews.order_by("-decided_at", "-pk").first()
    reviewers = [person for person in able if last is not None and person.pk == last.reviewer_id]
    return reviewers or able


def responsible_for(claim: Claim) -> list[User]:
    """Who works on the claim and who stands for its published verdict; where nobody does, everybody who may publish."""
    verdict = (
        Assessment.objects.filter(claim=claim, state=Assessment.State.PUBLISHED)
        .select_related("author", "approver")
        .order_by("-pk")
        .first()
    )
    people = [claim.assigned_to, *([verdict.author, verdict.approver] if verdict else [])]
    return [person for person in people if person is not None and person.is_active] or holders_of(PUBLISH)
