"""Just enough of a published claim to name it and its verdict."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from claims.models import PublishedClaim
from claims.record.document import LocalizedText, RatingDocument


@dataclass(frozen=True)
class ClaimInBrief:
    slug: str
    statement: LocalizedText
    rating: RatingDocument | None
    verification_status: str


def brief_columns(prefix: str = "") -> tuple[str, ...]:
    """The columns of :class:`ClaimInBrief`, in its order; the long document stays in the database."""
    return tuple(
        f"{prefix}{column}" for column in ("slug", "document__statement", "document__rating", "verification_status")
    )


def claims_in_brief(slugs: Collection[str]) -> dict[str, ClaimInBrief]:
    """Those that stand, by slug."""
    if not slugs:
        return {}
    rows: Any = PublishedClaim.objects.listed().filter(slug__in=slugs).values_list(*brief_columns())
    return {row[0]: ClaimInBrief(*row) for row in rows}
