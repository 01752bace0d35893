"""A scratch database with the words and vectors of any number of claims, made inside PostgreSQL from the data set's.

Each claim is the beginning of one statement and the end of another, with a name and a number of its own, so that words
are as frequent as in real claims and new ones keep coming. Its vector is the mean of the vectors of both, with noise.
Each stands in two languages: the second has made-up words instead of the words, one for one, and the same names and
numbers; its vector is near to the first one's.
"""

import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import connection

from claims.record.vectors import as_text, has_nearby
from claims.record.words import COUNT, SEARCH_CONFIGURATIONS
from claims.text.search_words import searchable

NOISES = 500
NOISE = 0.035
SYLLABLES = ("ba", "ke", "di", "ro", "su", "ma", "te", "lan", "ng", "pu", "sa", "ri", "ku", "to", "men", "ja")

PARTS = """
CREATE UNLOGGED TABLE part (place int, language text, head text, tail text, title text, PRIMARY KEY (place, language));
CREATE UNLOGGED TABLE meant (place int PRIMARY KEY, vector halfvec(384));
CREATE UNLOGGED TABLE noise (place int PRIMARY KEY, vector halfvec(384));
"""
# The same numbers give the same claims: multiples of primes spread over the parts.
DRAWN = """
CREATE UNLOGGED TABLE drawn AS SELECT n, 'claim-' || n AS slug,
    (n * 7919 + n / %(parts)s) %% %(parts)s AS one, (n * 104729 + n / %(parts)s * 31 + 17) %% %(parts)s AS other,
    (n * 1299709) %% %(noises)s AS noise, (n * 15485863) %% %(noises)s AS other_noise,
    'Nam' || translate((n / 3)::text, '0123456789', 'bdfgklmnpr') AS name, 10 + (n * 7907) %% 2000 AS number
FROM generate_series(1, %(claims)s::bigint) n;
CREATE UNLOGGED TABLE said AS SELECT n, slug, one.language, name, one.title,
    concat_ws(' ', one.head, name, other.tail, number) AS statement
FROM drawn JOIN part one ON one.place = drawn.one
    JOIN part other ON other.place = drawn.other AND other.language = one.language;
"""
CLAIMS = """
INSERT INTO claims_publishedclaim (slug, publication_id, version, verification_status, rating, normalized, parent,
    claimant, topics, entities, lookup_prefixes, merged_into, first_published_at, published_at, document, envelope,
    children)
SELECT slug, n, 1, 'verified', 'false', 'false', '', '', '{}', '{}', '{}', '', now(), now(), jsonb_build_object(
        'statement', jsonb_object_agg(language, statement), 'summary', jsonb_object_agg(language, title),
        'rating', '{"slug": "false"}'::jsonb), '{}', '[]'
FROM said GROUP BY slug, n
"""
STATEMENTS = (
    "INSERT INTO claims_publishedstatement (claim_id, language, text) SELECT slug, language, statement FROM said"
)
WORDS = """
INSERT INTO claims_publishedwords (claim_id, language, words, length)
SELECT slug, language, words, length(words) FROM (
    SELECT slug, language, setweight(to_tsvector(configuration::regconfig, statement), 'A')
        || setweight(to_tsvector(configuration::regconfig, title), 'B')
        || setweight(to_tsvector(configuration::regconfig, name), 'D') AS words
    FROM said JOIN unnest(%s::text[], %s::text[]) AS site (language, configuration) USING (language)
) made
"""
VECTORS = """
INSERT INTO claims_publishedvector (claim_id, language, engine, text_sha256, nearby)
SELECT slug, language, %s, '', l2_normalize(CASE language
    WHEN 'en' THEN one.vector + other.vector + first.vector
    ELSE one.vector + other.vector + first.vector + second.vector END)
FROM drawn JOIN meant one ON one.place = drawn.one JOIN meant other ON other.place = drawn.other
    JOIN noise first ON first.place = drawn.noise JOIN noise second ON second.place = drawn.other_noise
    CROSS JOIN unnest(%s::text[]) AS language
"""
SENTENCES = """
SELECT statement FROM said WHERE language = 'en' AND n %% greatest(1, (SELECT max(n) FROM drawn) / %s) = 0
ORDER BY n LIMIT %s
"""
TABLES = ("claims_publishedclaim", "claims_publishedwords", "claims_publishedterm", "claims_publishedvector")
WORDS_INDEXES = ("publishedwords_en", "publishedwords_id")
NEARBY_INDEX = "publishedvector_nearby"


@dataclass(frozen=True)
class Part:
    """A statement of the data set with its title, and its vector."""

    statement: str
    title: str
    vector: list[float]


@dataclass
class Built:
    """In seconds, how long each step took, and in bytes, how large each table and index is."""

    seconds: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def fill(claims: int, parts: list[Part], engine: str, *, with_vectors: bool) -> Built:
    """In an empty, migrated database."""
    built = Built()
    _load(parts)
    with connection.cursor() as cursor:
        cursor.execute(DRAWN, {"parts": len(parts), "claims": claims, "noises": NOISES})
        # Nobody published these claims, so that the guards and the counting of each row are off.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET max_parallel_maintenance_workers = 2")
        cursor.execute("SET maintenance_work_mem = '6GB'")
        with timed(built, "claims"):
            cursor.execute(CLAIMS)
            # Looked up by claim; what its letters are like to is another question.
            cursor.execute("DROP INDEX publishedstatement_likeness")
            cursor.execute(STATEMENTS)
        with timed(built, "words"), without_indexes(cursor, WORDS_INDEXES, built):
            cursor.execute(WORDS, [list(SEARCH_CONFIGURATIONS), list(SEARCH_CONFIGURATIONS.values())])
        with timed(built, "counts of words"):
            cursor.execute(COUNT)
        if with_vectors and has_nearby():
            with timed(built, "vectors"), without_indexes(cursor, [NEARBY_INDEX], built):
                cursor.execute(VECTORS, [engine, list(SEARCH_CONFIGURATIONS)])
        cursor.execute("RESET ALL")
        cursor.execute("VACUUM ANALYZE")
        for name in (*TABLES, *WORDS_INDEXES, NEARBY_INDEX):
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [name])
            (built.sizes[name],) = cursor.fetchone()
    return built


def sentences(most: int) -> list[str]:
    """Statements of claims, as somebody says them again: every fifth word is missing."""
    with connection.cursor() as cursor:
        cursor.execute(SENTENCES, [most, most])
        return [
            " ".join(word for place, word in enumerate(text.split()) if place % 5 != 3) for (text,) in cursor.fetchall()
        ]


@contextmanager
def timed(built: Built, step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    built.seconds[step] = time.perf_counter() - started


@contextmanager
def without_indexes(cursor: Any, names: Iterable[str], built: Built) -> Iterator[None]:
    """An index is made in a fraction of the time when all rows are there."""
    definitions = {}
    for name in names:
        cursor.execute("SELECT pg_get_indexdef(%s::regclass)", [name])
        (definitions[name],) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {name}")
    yield
    for name, definition in definitions.items():
        with timed(built, f"index {name}"):
            cursor.execute(definition)


def _load(parts: list[Part]) -> None:
    chance = random.Random(1)
    texts: list[tuple[Any, ...]] = []
    for place, part in enumerate(parts):
        halves, title = _halves(searchable(part.statement)), searchable(part.title)
        texts.append((place, "en", *halves, title))
        texts.append((place, "id", *map(_translated, halves), _translated(title)))
    meant = [(place, as_text(part.vector)) for place, part in enumerate(parts)]
    noises = [(place, as_text([chance.gauss(0, NOISE) for _ in range(384)])) for place in range(NOISES)]
    with connection.cursor() as cursor:
        cursor.execute(PARTS)
        cursor.executemany("INSERT INTO part VALUES (%s, %s, %s, %s, %s)", texts)
        cursor.executemany("INSERT INTO meant VALUES (%s, %s)", meant)
        cursor.executemany("INSERT INTO noise VALUES (%s, %s)", noises)
        cursor.execute("ANALYZE part, meant, noise")


def _halves(text: str) -> tuple[str, str]:
    words = text.split()
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def _translated(text: str) -> str:
    """One made-up word a word; names and numbers stay what they are in every language."""
    return " ".join(word if word[:1].isupper() or not word.isalpha() else _made_up(word) for word in text.split())


def _made_up(word: str) -> str:
    digest = sha256(word.casefold().encode()).digest()
    return "".join(SYLLABLES[byte % len(SYLLABLES)] for byte in digest[: max(3, len(word) // 2)])
