"""The readiness list, with a link from each missing thing to the place where it is mended."""

from dataclasses import dataclass

from django.urls import reverse

from claims.models import Assessment, Claim
from claims.workflow import Requirement, readiness

# By field of a requirement, the anchor on the page of its row. Texts in several languages begin with their first one.
ON_CLAIM = {"statement": "#id_statement_0", "appearances": "#appearances-group", "evidence": "#evidence-group"}
ON_ASSESSMENT = {
    "rating": "#id_rating",
    "summary": "#id_summary_0",
    "reasoning": "#id_reasoning_0",
    "confidence": "#id_confidence",
    "as_of": "#id_as_of",
}
# What is mended by a verb, not by typing.
VERBS = {"stage": (Claim, "accept"), "votes": (Assessment, "cast_vote"), "state": (Assessment, "approve")}


@dataclass(frozen=True)
class Step:
    """``address`` is where the requirement is fulfilled; empty once it is."""

    requirement: Requirement
    address: str


def steps(subject: Claim | Assessment, *, site: str = "admin") -> list[Step]:
    """The readiness list of a claim or an assessment, in the order of the work."""
    return [Step(one, "" if one.fulfilled else _address(subject, one.field, site)) for one in readiness(subject)]


def _address(subject: Claim | Assessment, field: str, site: str) -> str:
    claim = subject if isinstance(subject, Claim) else subject.claim
    if field in VERBS:
        model, verb = VERBS[field]
        row = claim if model is Claim else subject
        return reverse(f"{site}:claims_{model._meta.model_name}_verb", args=[row.pk, verb])
    if field in ON_CLAIM:
        return reverse(f"{site}:claims_claim_change", args=[claim.pk]) + ON_CLAIM[field]
    return reverse(f"{site}:claims_assessment_change", args=[subject.pk]) + ON_ASSESSMENT[field]
