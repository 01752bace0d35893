"""Candidates that nearly say what a published claim says."""

from dataclasses import dataclass

from django.core.cache import cache

from claims.models import Claim
from claims.record import localized
from claims.search import SimilarClaim, similar_claims

# Each is one search in the record, so only the newest are asked about, and what was found is kept for a while: the desk
# is opened often, and the page of the candidate always asks anew.
CANDIDATES_ASKED = 8
KEPT_SECONDS = 600


@dataclass(frozen=True)
class ProbableRepeat:
    candidate: Claim
    claim: SimilarClaim


def probable_repeats() -> list[ProbableRepeat]:
    """Newest first."""
    newest = Claim.objects.filter(stage=Claim.Stage.CANDIDATE, first_published_at=None).order_by("-created_at")
    return [
        ProbableRepeat(candidate, other) for candidate in newest[:CANDIDATES_ASKED] for other in _closest(candidate)
    ]


def _closest(candidate: Claim) -> list[SimilarClaim]:
    def ask() -> list[SimilarClaim]:
        return similar_claims(localized(candidate.statement), besides=candidate.slug, most=1)

    # Another wording is another revision, and is asked about at once.
    return cache.get_or_set(f"probable-repeat-{candidate.pk}-{candidate.revision}", ask, KEPT_SECONDS) or []
