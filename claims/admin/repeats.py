"""Candidates that nearly say what a published claim says."""

from dataclasses import dataclass

from claims.models import Claim
from claims.record import localized
from claims.search import SimilarClaim, similar_claims

# Each is one search in the record, so only the newest are asked about.
CANDIDATES_ASKED = 8


@dataclass(frozen=True)
class ProbableRepeat:
    candidate: Claim
    claim: SimilarClaim


def probable_repeats() -> list[ProbableRepeat]:
    """Newest first."""
    newest = Claim.objects.filter(stage=Claim.Stage.CANDIDATE, first_published_at=None).order_by("-created_at")
    found = []
    for candidate in newest[:CANDIDATES_ASKED]:
        closest = similar_claims(localized(candidate.statement), besides=candidate.slug, most=1)
        found += [ProbableRepeat(candidate, other) for other in closest]
    return found
