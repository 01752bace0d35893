"""The list that an editor works down: what is there, and what is still missing before the next step."""

from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim
from claims.workflow.gate import Requirement, assessment_requirements, claim_requirements
from claims.workflow.panel import votes_requirement


def readiness(subject: Claim | Assessment) -> list[Requirement]:
    """Every requirement of the gate, fulfilled or not, in the order of the work.

    For a claim: before it can be published as unverified. For an assessment: before it can be submitted, approved and
    published; the rules are the gate's own.
    """
    if isinstance(subject, Claim):
        return claim_requirements(subject)
    requirements = assessment_requirements(subject)
    if subject.votes_needed:
        requirements.append(votes_requirement(subject))
    requirements.append(
        Requirement(
            "not_approved",
            _("Approved by a second person"),
            subject.state in (Assessment.State.APPROVED, Assessment.State.PUBLISHED),
            _("A second person has to approve it first."),
            "state",
        )
    )
    return requirements
