"""What the page of an assessment shows of its panel: numbers always, votes only to whom may know them."""

from dataclasses import dataclass
from typing import Any

from claims.models import Assessment, Vote


@dataclass(frozen=True)
class Panel:
    needed: int
    cast: int
    visible: list[Vote]

    @property
    def missing(self) -> int:
        return max(self.needed - self.cast, 0)


def panel_of(assessment: Assessment, person: Any) -> Panel | None:
    """The votes on the present submission; None when no panel was asked."""
    if not assessment.votes_needed:
        return None
    votes = Vote.objects.filter(assessment=assessment, submission=assessment.submission)
    visible = votes.visible_to(person).select_related("rating", "voter").order_by("cast_at")
    return Panel(assessment.votes_needed, votes.count(), list(visible))
