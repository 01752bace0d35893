"""Find by meaning: the claims whose vectors are nearest to that of a statement, in whichever language they are."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import transaction

from claims.models import PublishedVector, reading_connection, reading_database
from claims.record.vectors import as_text, has_nearby, installed_engine, name_of
from claims.text.meaning import Engine

# Vectors, of which a claim has one a language.
MOST_NEAREST = 80
# How many the index looks at; more finds the nearest more surely and takes longer.
LOOKED_AT = 120

# By claim and language, the cosine of the angle to the statement's vector: 1 for the same direction.
Similarities = dict[tuple[str, str], float]

# What is nearest, and how near the claims are that were found otherwise: asked for at once.
NEAR = """
WITH asked AS MATERIALIZED (
    SELECT vector, place FROM unnest(%(vectors)s::text[]::halfvec[]) WITH ORDINALITY AS given (vector, place)
)
SELECT place, near.claim_id, near.language, near.similarity FROM asked CROSS JOIN LATERAL (
    SELECT claim_id, language, -(nearby <#> asked.vector) AS similarity FROM claims_publishedvector
    WHERE engine = %(engine)s AND language = ANY (%(languages)s) ORDER BY nearby <#> asked.vector LIMIT %(most)s
) near
UNION ALL
SELECT place, claim_id, language, -(nearby <#> asked.vector) FROM asked
    JOIN unnest(%(places)s::int[], %(claims)s::text[]) AS wanted (place, claim) USING (place)
    JOIN claims_publishedvector ON claim_id = wanted.claim AND engine = %(engine)s AND language = ANY (%(languages)s)
"""
SETTINGS = "SELECT set_config('hnsw.ef_search', %s, true)"
# What is in another language or of another engine is found by the index and left out; it goes on until it has enough.
GOES_ON = ", set_config('hnsw.iterative_scan', 'relaxed_order', true)"
VERSION = "SELECT string_to_array(extversion, '.')::int[] >= '{0,8}' FROM pg_extension WHERE extname = 'vector'"


class Meanings:
    """The vectors of some statements, compared with those of the published claims."""

    def __init__(self, used: Engine, texts: Sequence[str], languages: Collection[str]) -> None:
        self.engine = name_of(used)
        self.vectors = used.embed(texts, asked=True)
        self.languages = list(languages)

    def near(self, claims: Sequence[Collection[str]]) -> list[Similarities]:
        """For each statement, what is nearest to it, and how near the named claims are."""
        if not has_nearby():
            stored = _stored(self.engine, _state())
            return [
                _nearest_of(stored, vector, self.languages) | _of(stored, vector, wanted, self.languages)
                for vector, wanted in zip(self.vectors, claims, strict=True)
            ]
        pairs = [(place, claim) for place, wanted in enumerate(claims, start=1) for claim in wanted]
        values = {
            "vectors": [as_text(vector) for vector in self.vectors],
            "engine": self.engine,
            "languages": self.languages,
            "most": MOST_NEAREST,
            "places": [place for place, _ in pairs],
            "claims": [claim for _, claim in pairs],
        }
        found: list[Similarities] = [{} for _ in self.vectors]
        with transaction.atomic(using=reading_database()), reading_connection().cursor() as cursor:
            cursor.execute(SETTINGS + (GOES_ON if _goes_on(_name()) else ""), [str(LOOKED_AT)])
            cursor.execute(NEAR, values)
            for place, claim, language, similarity in cursor.fetchall():
                found[place - 1][claim, language] = similarity
        return found


def _name() -> str:
    return str(reading_connection().settings_dict["NAME"])


@lru_cache(maxsize=8)
def _goes_on(_database: str) -> bool:
    """Whether pgvector is new enough, 0.8, to go on looking in its index."""
    with reading_connection().cursor() as cursor:
        cursor.execute(VERSION)
        row = cursor.fetchone()
    return bool(row and row[0])


def meanings(texts: Sequence[str], languages: Collection[str]) -> Meanings | None:
    used = installed_engine()
    return Meanings(used, texts, languages) if used is not None and texts and languages else None


class _Stored:
    """Every vector of the database in memory, for servers without pgvector: two bytes a number."""

    def __init__(self, name: str) -> None:
        import numpy as np

        rows = PublishedVector.objects.filter(engine=name, values__isnull=False).values_list(
            "claim_id", "language", "values"
        )
        self.keys: list[tuple[str, str]] = []
        parts: list[bytes] = []
        for claim, language, values in rows.iterator(chunk_size=2_000):
            self.keys.append((claim, language))
            parts.append(bytes(values or b""))
        self.places: dict[str, list[int]] = {}
        for place, (claim, _language) in enumerate(self.keys):
            self.places.setdefault(claim, []).append(place)
        width = len(parts[0]) // 2 if parts else 0
        self.matrix: Any = np.frombuffer(b"".join(parts), dtype="<f2").reshape(len(parts), width) if parts else None


@lru_cache(maxsize=1)
def _stored(name: str, _state: tuple[int, int]) -> _Stored:
    return _Stored(name)


def _state() -> tuple[int, int]:
    """Changes whenever a vector comes or goes: numbers are given in order, by one writer at a time."""
    with reading_connection().cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM claims_publishedvector")
        count, newest = cursor.fetchone()
    return count, newest


def _nearest_of(stored: _Stored, vector: Sequence[float], languages: Collection[str]) -> Similarities:
    import numpy as np

    if stored.matrix is None:
        return {}
    similarities = stored.matrix.astype(np.float32) @ np.asarray(vector, dtype=np.float32)
    best = np.argsort(-similarities, kind="stable")
    kept = [place for place in best[: MOST_NEAREST * 4] if stored.keys[place][1] in languages][:MOST_NEAREST]
    return {stored.keys[place]: float(similarities[place]) for place in kept}


def _of(stored: _Stored, vector: Sequence[float], claims: Collection[str], languages: Collection[str]) -> Similarities:
    import numpy as np

    places = [place for claim in claims for place in stored.places.get(claim, ()) if stored.keys[place][1] in languages]
    if not places:
        return {}
    similarities = stored.matrix[places].astype(np.float32) @ np.asarray(vector, dtype=np.float32)
    return {stored.keys[place]: float(value) for place, value in zip(places, similarities, strict=True)}
