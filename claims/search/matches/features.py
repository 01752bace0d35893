"""What speaks for a candidate, in numbers: the same for learning and for answering."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from claims.search.matches.lexical import Terms, Worded, is_number
from claims.search.matches.semantic import Similarities

COVERED = ("asked_covered", "claim_covered", "statement_covered", "numbers_shared", "numbers_differ")
LEXICAL = ("lexical", "lexical_place", *COVERED)
SEMANTIC = ("similarity", "similarity_place")
# In this order in weights.json.
NAMES = (*LEXICAL, *SEMANTIC)
# Two unrelated texts have about this similarity, with the engine that is used.
USUAL_SIMILARITY = 0.8


@dataclass
class Candidate:
    """One claim that may say what a statement says, in each language in which it says anything."""

    claim: str
    worded: dict[str, Worded] = field(default_factory=dict)
    similarities: dict[str, float] = field(default_factory=dict)
    # The language that fits best, and its share of what a claim with every word would weigh.
    best: Worded | None = None
    lexical: float = 0.0
    features: dict[str, float] = field(default_factory=dict)

    @property
    def similarity(self) -> float:
        return max(self.similarities.values(), default=0.0)

    def add(self, row: Worded, terms: Terms) -> None:
        self.worded[row.language] = row
        share = row.weight / terms.most
        if self.best is None or share > self.lexical:
            self.best, self.lexical = row, share


def gathered(terms: dict[str, Terms], rows: list[Worded], similarities: Similarities) -> list[Candidate]:
    """The candidates of one statement with their features."""
    found: dict[str, Candidate] = {}
    for row in rows:
        found.setdefault(row.claim, Candidate(row.claim)).add(row, terms[row.language])
    for (claim, language), similarity in similarities.items():
        found.setdefault(claim, Candidate(claim)).similarities[language] = similarity
    candidates = list(found.values())
    _fill(candidates, terms)
    return candidates


def _fill(candidates: list[Candidate], terms: dict[str, Terms]) -> None:
    by_words = sorted(candidates, key=lambda each: (-each.lexical, each.claim))
    by_meaning = sorted(candidates, key=lambda each: (-each.similarity, each.claim))
    words_places = {each.claim: place for place, each in enumerate(by_words)}
    meaning_places = {each.claim: place for place, each in enumerate(by_meaning)}
    for each in candidates:
        each.features = {
            "lexical": each.lexical,
            "lexical_place": 1 / (1 + words_places[each.claim]) if each.lexical else 0.0,
            **_covered(each.best, terms),
            "similarity": max(0.0, each.similarity - USUAL_SIMILARITY) * 10,
            "similarity_place": 1 / (1 + meaning_places[each.claim]) if each.similarity else 0.0,
        }


def _covered(row: Worded | None, terms: dict[str, Terms]) -> dict[str, float]:
    """How much of the one is in the other, rare words counting more, and whether their numbers agree."""
    if row is None:
        return dict.fromkeys(COVERED, 0.0)
    asked = terms[row.language]
    statement = row.fields["statement"]
    everywhere = asked.rarities.keys() & frozenset().union(*row.fields.values())
    shared = asked.rarities.keys() & statement
    # Not from names: a slug may hold any number.
    said = statement | row.fields["summary"] if asked.numbers else frozenset()
    has_shared = bool(asked.numbers & said)
    differ = not has_shared and any(map(is_number, said))
    return {
        "asked_covered": _share(asked, everywhere),
        "claim_covered": len(shared) / len(statement) if statement else 0.0,
        "statement_covered": _share(asked, shared),
        "numbers_shared": float(has_shared),
        "numbers_differ": float(differ),
    }


def _share(asked: Terms, shared: AbstractSet[str]) -> float:
    return sum(rarity for term, rarity in asked.rarities.items() if term in shared) / asked.most
