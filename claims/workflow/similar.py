"""Which claims say nearly the same, so that nothing is checked twice. Drafts count too: for editors only."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction

from claims.models import Claim

MOST = 6
SHORTEST_WORDS = 12
# Longer than any statement should be; what is compared costs time by its length.
LONGEST_WORDS = 200
# How much of the typed words the most similar part of a statement has, as pg_trgm measures it. Below that, what is
# found has only common words in it.
LEAST_LIKENESS = 0.45


@dataclass(frozen=True)
class SimilarClaim:
    claim: Claim
    likeness: float


def similar_claims(words: str, *, without: Collection[int] = (), most: int = MOST) -> list[SimilarClaim]:
    """The claims whose statement, in whichever language, is most like ``words``, the likest first.

    Merged claims are left out: the one that they were merged into is meant. A text of a few letters finds nothing.
    """
    words = " ".join(words.split())[:LONGEST_WORDS]
    if len(words) < SHORTEST_WORDS:
        return []
    # As the column holds it: the statement is JSON, in which letters beyond ASCII are escaped.
    typed = json.dumps(words)[1:-1]
    with transaction.atomic():
        _set_threshold()
        rows: Any = (
            Claim.objects.filter(statement__trigram_word_similar=typed)
            .exclude(stage=Claim.Stage.MERGED)
            .exclude(pk__in=without)
            .annotate(likeness=TrigramWordSimilarity(typed, "statement"))
            .order_by("-likeness", "-first_published_at", "pk")[:most]
        )
        return [SimilarClaim(row, float(row.likeness)) for row in rows]


def _set_threshold() -> None:
    """For this transaction: the index finds by the threshold of the connection, not by a condition."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LEAST_LIKENESS)])
