"""What the workbench shows of an article: its text, its claims, and who did what to them lately."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from claims.admin.workbench.acts import Act, acts_of
from claims.admin.workbench.passages import Piece, pieces
from claims.admin.workbench.signs import in_words, likely_dismissal
from claims.models import Appearance, Article, Claim, Snapshot, User
from claims.text.check_worthiness import LONGEST_LOOKED_AT, CheckWorthiness, weigh_sentence
from claims.workflow.permissions import claim_rule_objections

SUGGESTIONS_SHOWN = 40


@dataclass(frozen=True)
class Card:
    """A claim that is made in this text."""

    claim: Claim
    places: list[Appearance]
    weighed: CheckWorthiness
    open_verbs: frozenset[str] = field(default_factory=frozenset)

    @property
    def look(self) -> str:
        return look_of(self.claim)

    @property
    def first(self) -> Appearance:
        return self.places[0]

    @property
    def percent(self) -> int:
        return round(self.weighed.score * 100)

    @property
    def signs(self) -> list[tuple[bool, str]]:
        return in_words(self.weighed.signs)

    @property
    def dismissed_as(self) -> Claim.DismissalReason:
        return likely_dismissal(self.weighed)


def look_of(claim: Claim) -> str:
    return "published" if claim.first_published_at else str(claim.stage)


class WorkbenchState:
    """Read in a number of queries that does not grow with the article."""

    def __init__(self, article: Article, snapshot: Snapshot, user: User) -> None:
        self.article = article
        self.snapshot = snapshot
        self.user = user

    @cached_property
    def places(self) -> list[Appearance]:
        rows = self.snapshot.appearances.select_related("claim__claimant").order_by("start", "end", "pk")
        return list(rows)

    @cached_property
    def cards(self) -> list[Card]:
        by_claim: dict[int, list[Appearance]] = {}
        for row in self.places:
            by_claim.setdefault(row.claim_id, []).append(row)
        return [self._card(rows) for rows in by_claim.values()]

    @cached_property
    def suggestions(self) -> list[Card]:
        """Best first; of equals the one that comes first in the text."""
        waiting = [card for card in self.cards if card.look == Claim.Stage.CANDIDATE]
        return sorted(waiting, key=lambda card: (-card.weighed.score, card.first.start))

    @property
    def accepted(self) -> list[Card]:
        return [card for card in self.cards if card.look in ("accepted", "published")]

    @property
    def dismissed(self) -> list[Card]:
        return [card for card in self.cards if card.look == Claim.Stage.DISMISSED]

    @property
    def pieces(self) -> list[Piece]:
        places = [(row, look_of(row.claim)) for row in self.places]
        return list(pieces(self.snapshot.text, places, self.snapshot.boilerplate))

    @cached_property
    def gone(self) -> int:
        """Quotes of earlier texts of the article that this one no longer has."""
        earlier = Appearance.objects.filter(snapshot__article=self.article).exclude(snapshot=self.snapshot)
        return earlier.filter(anchor_state=Appearance.AnchorState.GONE).count()

    @cached_property
    def acts(self) -> list[Act]:
        return acts_of(self.snapshot, {row.claim_id for row in self.places})

    @cached_property
    def token(self) -> str:
        """Changes whenever something that is shown has changed."""
        told: list[Any] = [self.snapshot.pk, *((row.pk, row.revision, row.claim.revision) for row in self.places)]
        return sha256(repr(told).encode()).hexdigest()[:16]

    def _card(self, rows: list[Appearance]) -> Card:
        claim = rows[0].claim
        verbs = (name for name in ("accept", "dismiss", "merge") if not claim_rule_objections(name, claim, self.user))
        return Card(claim, rows, _weighed(rows[0].exact[:LONGEST_LOOKED_AT]), frozenset(verbs))


# Each act sends the cards anew, and the sentences are the same.
@lru_cache(maxsize=2_000)
def _weighed(sentence: str) -> CheckWorthiness:
    return weigh_sentence(sentence)
