"""What speaks for a candidate, in numbers: the same for learning and for answering."""

from dataclasses import dataclass, field

from claims.search.matches.lexical import Terms, Worded
from claims.search.matches.semantic import Similarities

# In this order in weights.json.
NAMES = (
    "lexical",
    "lexical_place",
    "asked_covered",
    "claim_covered",
    "statement_covered",
    "numbers_shared",
    "numbers_differ",
    "similarity",
    "similarity_place",
)
LEXICAL = NAMES[:7]
SEMANTIC = NAMES[7:]
# Two unrelated texts have about this similarity, with the engine that is used.
USUAL_SIMILARITY = 0.8


@dataclass
class Candidate:
    """One claim that may say what a statement says, in each language in which it says anything."""

    claim: str
    worded: dict[str, Worded] = field(default_factory=dict)
    similarities: dict[str, float] = field(default_factory=dict)
    features: dict[str, float] = field(default_factory=dict)

    @property
    def similarity(self) -> float:
        return max(self.similarities.values(), default=0.0)

    def lexical(self, terms: dict[str, Terms]) -> float:
        """The share of what a claim with every word would weigh, in the language that fits best."""
        return max((row.weight / max(terms[row.language].most, 1e-9) for row in self._known(terms)), default=0.0)

    def best_worded(self, terms: dict[str, Terms]) -> Worded | None:
        rows = self._known(terms)
        return max(rows, key=lambda row: row.weight / max(terms[row.language].most, 1e-9)) if rows else None

    def _known(self, terms: dict[str, Terms]) -> list[Worded]:
        return [row for row in self.worded.values() if row.language in terms]


def gathered(terms: dict[str, Terms], rows: list[Worded], similarities: Similarities) -> list[Candidate]:
    """The candidates of one statement with their features."""
    found: dict[str, Candidate] = {}
    for row in rows:
        found.setdefault(row.claim, Candidate(row.claim)).worded[row.language] = row
    for (claim, language), similarity in similarities.items():
        found.setdefault(claim, Candidate(claim)).similarities[language] = similarity
    candidates = list(found.values())
    _fill(candidates, terms)
    return candidates


def _fill(candidates: list[Candidate], terms: dict[str, Terms]) -> None:
    lexical = {each.claim: each.lexical(terms) for each in candidates}
    by_words = sorted(candidates, key=lambda each: (-lexical[each.claim], each.claim))
    by_meaning = sorted(candidates, key=lambda each: (-each.similarity, each.claim))
    words_places = {each.claim: place for place, each in enumerate(by_words)}
    meaning_places = {each.claim: place for place, each in enumerate(by_meaning)}
    for each in candidates:
        each.features = {
            "lexical": lexical[each.claim],
            "lexical_place": 1 / (1 + words_places[each.claim]) if lexical[each.claim] else 0.0,
            **_covered(each.best_worded(terms), terms),
            "similarity": max(0.0, each.similarity - USUAL_SIMILARITY) * 10,
            "similarity_place": 1 / (1 + meaning_places[each.claim]) if each.similarity else 0.0,
        }


def _covered(row: Worded | None, terms: dict[str, Terms]) -> dict[str, float]:
    """How much of the one is in the other, rare words counting more, and whether their numbers agree."""
    if row is None:
        return dict.fromkeys(NAMES[2:7], 0.0)
    asked = terms[row.language]
    statement = row.fields["statement"]
    everywhere = frozenset().union(*row.fields.values())
    shared = statement & asked.weights.keys()
    numbers_asked = {term for term in asked.weights if is_number(term)}
    # Not from names: a slug may hold any number.
    numbers_said = {term for term in statement | row.fields["summary"] if is_number(term)}
    return {
        "asked_covered": _share(asked, everywhere),
        "claim_covered": len(shared) / len(statement) if statement else 0.0,
        "statement_covered": _share(asked, statement),
        "numbers_shared": float(bool(numbers_asked & numbers_said)),
        "numbers_differ": float(bool(numbers_asked and numbers_said and not numbers_asked & numbers_said)),
    }


def _share(asked: Terms, words: frozenset[str]) -> float:
    found = sum(asked.rarity(term) for term in asked.weights if term in words)
    return found / max(sum(asked.rarity(term) for term in asked.weights), 1e-9)


def is_number(term: str) -> bool:
    return term[:1].isdigit() and term.replace(".", "", 1).isdigit()
