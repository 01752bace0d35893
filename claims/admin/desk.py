"""The desk: what waits for this person, what the newsroom should know today, and how it is doing."""

from dataclasses import dataclass
from typing import Any

from claims.admin.first_steps import FirstStep, first_steps
from claims.admin.newsroom import newsroom_piles
from claims.admin.pictures import Picture, pipeline, time_to_publish
from claims.admin.piles import Pile
from claims.admin.standing_figures import Figure, figures
from claims.admin.waiting import waiting_for
from claims.models import User


@dataclass(frozen=True)
class Desk:
    figures: list[Figure]
    pictures: list[Picture]
    waiting: list[Pile]
    newsroom: list[Pile]
    first_steps: list[FirstStep]


def desk_for(person: User) -> Desk | None:
    """``None`` for an account that may see no claims."""
    if not person.has_perm("claims.view_claim"):
        return None
    stages = pipeline()
    days = time_to_publish()
    return Desk(
        figures=figures(stages, days),
        pictures=[stages, days],
        waiting=waiting_for(person),
        newsroom=newsroom_piles(person),
        first_steps=[] if person.hides_first_steps else first_steps(person),
    )


def context_for(person: Any) -> dict[str, Any]:
    return {"desk": desk_for(person)}
