"""How the newsroom ruled on claims that say nearly the same."""

from dataclasses import dataclass

from claims.models import Assessment, Claim, PublishedClaim
from claims.record import in_reader_language, localized
from claims.search import SimilarClaim, similar_claims


@dataclass(frozen=True)
class Ruling:
    """``differs`` is true when that claim has another verdict than this one has or would get."""

    claim: SimilarClaim
    differs: bool

    @property
    def statement(self) -> str:
        return in_reader_language(self.claim.statement)

    @property
    def rating_label(self) -> str:
        return in_reader_language(self.claim.rating["label"]) if self.claim.rating else ""

    @property
    def percent(self) -> int:
        return round(self.claim.similarity * 100)


def rulings(claim: Claim, verdict: Assessment | None) -> list[Ruling]:
    """``verdict`` is the one in the making; without it, what readers know counts."""
    found = similar_claims(localized(claim.statement), besides=claim.slug)
    if not found:
        return []
    own = _rating_slug(claim, verdict)
    return [Ruling(other, bool(own and other.rating_slug and other.rating_slug != own)) for other in found]


def _rating_slug(claim: Claim, verdict: Assessment | None) -> str:
    if verdict is not None and verdict.rating is not None:
        return verdict.rating.slug
    return PublishedClaim.objects.filter(slug=claim.slug).values_list("rating", flat=True).first() or ""
