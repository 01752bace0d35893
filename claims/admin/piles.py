"""A pile of work on the desk: some rows, how many there are, and where all of them are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

SHOWN = 6
# A pile of a hundred and one of a thousand ask for the same thing; counting them all would only take time.
MOST_COUNTED = 100


@dataclass(frozen=True)
class PileRow:
    """``moment`` is when it came to lie there; ``facts`` are shown beside it."""

    title: str
    address: str
    facts: tuple[str, ...] = ()
    moment: datetime | date | None = None


@dataclass(frozen=True)
class Pile:
    """``address`` opens the whole list; ``empty`` says what it means that there is nothing."""

    title: Promise | str
    rows: list[PileRow]
    total: int
    address: str
    empty: Promise | str = ""

    @property
    def count(self) -> str:
        return f"{MOST_COUNTED}+" if self.total > MOST_COUNTED else str(self.total)


def pile(
    title: Promise | str,
    found: QuerySet[Any],
    row: Callable[[Any], PileRow],
    *,
    address: str,
    empty: Promise | str = "",
) -> Pile:
    """In the order of ``found``; one query when everything is shown, else two."""
    rows = list(found[: SHOWN + 1])
    total = len(rows)
    if total > SHOWN:
        total = found.order_by()[: MOST_COUNTED + 1].count()
    return Pile(title, [row(each) for each in rows[:SHOWN]], total, address, empty)


def listed(title: Promise | str, rows: Iterable[PileRow], *, address: str, empty: Promise | str = "") -> Pile:
    """A pile whose rows are all at hand."""
    known = list(rows)
    return Pile(title, known[:SHOWN], len(known), address, empty)
