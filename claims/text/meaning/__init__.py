"""What texts mean, as vectors: near ones say nearly the same, also in two languages. Optional; see docs/search.md."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol


class Engine(Protocol):
    """``name`` and ``version`` are kept with each vector: those of different engines cannot be compared."""

    name: str
    version: str

    def embed(self, texts: Sequence[str], *, asked: bool) -> list[list[float]]:
        """One vector of length 1 a text. ``asked`` tells what is looked for from what is found."""


@cache
def engine() -> Engine | None:
    """The engine that is installed, or none without the extra ``semantic``. Loaded once a process."""
    try:
        from claims.text.meaning.e5 import E5Engine
    except ImportError:
        return None
    return E5Engine()
