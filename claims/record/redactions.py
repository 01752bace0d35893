"""Match what versions lost with the publications that announced it."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Redacted:
    """Fields that a version lost, and the number of the publication that says so."""

    number: int
    slug: str
    version: int
    fields: tuple[str, ...]
    announced_by: int


@dataclass
class Redactions:
    """Publications are shown to it in order; an announcement comes after what it explains."""

    explained: list[Redacted] = field(default_factory=list)
    _open: dict[int, list[tuple[int, str, int, frozenset[str]]]] = field(default_factory=dict)

    def lost(self, claim: int, number: int, slug: str, version: int, fields: frozenset[str]) -> None:
        """A version has leaf digests of fields that its document no longer has."""
        self._open.setdefault(claim, []).append((number, slug, version, fields))

    def announced(self, claim: int, number: int, named: Iterable[str]) -> None:
        """A publication of the kind ``redaction`` names the fields that older versions of its claim lost."""
        names, left = frozenset(named), []
        for earlier, slug, version, fields in self._open.get(claim, []):
            if fields & names:
                self.explained.append(Redacted(earlier, slug, version, tuple(sorted(fields & names)), number))
            if fields - names:
                left.append((earlier, slug, version, fields - names))
        self._open[claim] = left

    def unexplained(self) -> tuple[int, str] | None:
        """Number and field of the first loss that nothing announced."""
        losses = [loss for claim in self._open.values() for loss in claim]
        if not losses:
            return None
        number, _slug, _version, fields = min(losses)
        return number, min(fields)
