"""Which claims say nearly the same, so that nothing is checked twice. Drafts count too: for editors only."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db import connection

from claims.models import Claim, StatementWords

MOST = 6
SHORTEST_WORDS = 12
# Longer than any statement should be; what is compared costs time by its length.
LONGEST_WORDS = 200
# How much of the typed words the most similar part of a statement has, as pg_trgm measures it. Below that, what is
# found has only common words in it.
LEAST_LIKENESS = 0.45
# Statements whose letters are compared, and how many of them rare words may be expected to choose.
MOST_COMPARED, MOST_EXPECTED = 500, 400
# Frequent words choose in pairs.
MOST_PAIRED = 8
# The word that is still being typed counts from so many letters on.
UNFINISHED = re.compile(r"[a-z0-9]{3,}$")

# How frequent each word is, as the database last counted for its own plans; what it does not name is rare.
FREQUENCIES = f"""
SELECT said.word, coalesce(sum(usual.share), 0) * (
    SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'claims_claim'::regclass
)
FROM unnest(tsvector_to_array({StatementWords.template % {"expressions": "%s"}})) AS said (word)
LEFT JOIN (
    SELECT word, share
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (word, share)
    WHERE schemaname = current_schema() AND tablename = 'claim_statement_whole_words'
) usual ON usual.word = said.word OR said.word = %s AND starts_with(usual.word, said.word)
GROUP BY 1 ORDER BY 2, 1
"""  # noqa: S608 - no value is put into the text


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
    chosen = _chosen_by(typed)
    if not chosen:
        return []
    candidates = (
        Claim.objects.alias(words=StatementWords("statement"))
        .filter(words=SearchQuery(chosen, search_type="raw", config="simple"))
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


def _chosen_by(typed: str) -> str:
    """The query that chooses: rare words alone, and pairs of those that many statements have."""
    unfinished = UNFINISHED.search(typed.lower())
    last = unfinished.group() if unfinished else ""
    with connection.cursor() as cursor:
        cursor.execute(FREQUENCIES, [typed, last])
        found = {_quoted(word, is_unfinished=word == last): count for word, count in cursor.fetchall()}
    total = max(found.values(), default=0)
    expected, chosen, frequent = 0.0, [], []
    for word, count in found.items():
        if expected + count <= MOST_EXPECTED:
            chosen.append(word)
            expected += count
        else:
            frequent.append(word)
    # Of two words that each half of the statements have, a quarter has both, unless they belong together.
    pairs = sorted(combinations(frequent[:MOST_PAIRED], 2), key=lambda pair: found[pair[0]] * found[pair[1]])
    for one, other in pairs:
        both = found[one] * found[other] / max(total, 1)
        if expected + both <= MOST_EXPECTED or not chosen:
            chosen.append(f"({one} & {other})")
            expected += both
    return " | ".join(chosen) or " & ".join(frequent)


def _quoted(word: str, *, is_unfinished: bool) -> str:
    """As a query reads it, whatever signs it has."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'" + (":*" if is_unfinished else "")
