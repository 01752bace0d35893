"""By which of its words a text finds others like it: rare ones alone, frequent ones in pairs."""

import re
from itertools import combinations

from django.contrib.postgres.search import SearchQuery
from django.db import connections

# How many rows the words may be expected to choose.
MOST_EXPECTED = 400
MOST_PAIRED = 8
# A word that is still being typed counts from so many letters on.
UNFINISHED = re.compile(r"[a-z0-9]{3,}$")

# How frequent each word is, as the database last counted for its own plans; what it does not name is rare.
FREQUENCIES = """
SELECT said.word, coalesce(sum(usual.share), 0) * (
    SELECT greatest(counted.reltuples, 0) FROM pg_class counted JOIN pg_index ON indrelid = counted.oid
    WHERE indexrelid = %s::regclass
)
FROM unnest(tsvector_to_array({vector})) AS said (word)
LEFT JOIN (
    SELECT word, share
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (word, share)
    WHERE schemaname = current_schema() AND tablename = %s
) usual ON usual.word = said.word OR said.word = %s AND starts_with(usual.word, said.word)
GROUP BY 1 ORDER BY 2, 1
"""


def telling_words(text: str, *, index: str, vector: str, using: str = "default") -> SearchQuery | None:
    """What chooses the rows that share most with the text; ``None`` when it has no word.

    ``index`` is one over ``vector``, the SQL that makes words of a text, with ``%(expressions)s`` in place of the text.
    """
    unfinished = UNFINISHED.search(text.lower())
    last = unfinished.group() if unfinished else ""
    query = FREQUENCIES.format(vector=vector % {"expressions": "%s"})
    with connections[using].cursor() as cursor:
        cursor.execute(query, [index, text, index, last])
        found = {_quoted(word, is_unfinished=word == last): count for word, count in cursor.fetchall()}
    chosen = _chosen(found)
    return SearchQuery(chosen, search_type="raw", config="simple") if chosen else None


def _chosen(found: dict[str, float]) -> str:
    """``found`` is how many rows have each word, the rarest first."""
    most = max(found.values(), default=0)
    expected, chosen, frequent = 0.0, [], []
    for word, count in found.items():
        if expected + count <= MOST_EXPECTED:
            chosen.append(word)
            expected += count
        else:
            frequent.append(word)
    # Fewer rows have both than either; as if the one said nothing about the other.
    pairs = sorted(combinations(frequent[:MOST_PAIRED], 2), key=lambda pair: found[pair[0]] * found[pair[1]])
    for one, other in pairs:
        both = found[one] * found[other] / max(most, 1)
        if expected + both <= MOST_EXPECTED or not chosen:
            chosen.append(f"({one} & {other})")
            expected += both
    return " | ".join(chosen or frequent)


def _quoted(word: str, *, is_unfinished: bool) -> str:
    """As a query reads it, whatever signs it has."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'" + (":*" if is_unfinished else "")
