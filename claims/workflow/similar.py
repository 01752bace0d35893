"""Which claims say nearly the same, so that nothing is checked twice. Drafts count too: for editors only."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity

from claims.models import Claim, StatementWords, telling_words

MOST = 6
SHORTEST_WORDS = 12
# Longer than any statement should be; what is compared costs time by its length.
LONGEST_WORDS = 200
# How much of the typed words the most similar part of a statement has, as pg_trgm measures it. Below that, what is
# found has only common words in it.
LEAST_LIKENESS = 0.45
# Statements whose letters are compared.
MOST_COMPARED = 500


@dataclass(frozen=True)
class SimilarClaim:
    claim: Claim
    likeness: float


def similar_claims(words: str, *, without: Collection[int] = (), most: int = MOST) -> list[SimilarClaim]:
    """The claims whose statement, in whichever language, is most like ``words``, the likest first.

    Whole words choose which statements are compared letter by letter: to compare all would take a second. Merged claims
    are left out: the one that they were merged into is meant. A text of a few letters finds nothing.
    """
    words = " ".join(words.split())[:LONGEST_WORDS]
    if len(words) < SHORTEST_WORDS:
        return []
    # As the column holds it: the statement is JSON, in which letters beyond ASCII are escaped.
    typed = json.dumps(words)[1:-1]
    chosen = telling_words(typed, index="claim_statement_whole_words", vector=StatementWords.template)
    if chosen is None:
        return []
    candidates = (
        Claim.objects.alias(words=StatementWords("statement"))
        .filter(words=chosen)
        .exclude(stage=Claim.Stage.MERGED)
        .exclude(pk__in=without)
        .order_by()
        .values("pk")[:MOST_COMPARED]
    )
    rows: Any = (
        Claim.objects.filter(pk__in=candidates)
        .annotate(likeness=TrigramWordSimilarity(typed, "statement"))
        .order_by("-likeness", "-first_published_at", "pk")[:most]
    )
    return [SimilarClaim(row, float(row.likeness)) for row in rows if row.likeness >= LEAST_LIKENESS]
