"""Fill a scratch database with a newsroom of any size: drafts, record and public state that fit each other.

Every claim is a variant of one of the sample's claims: its own slug, statement, rating and topics, an article of its
own group of five, and two items of evidence. Lengths are therefore those of real work. For 100,000 claims there are
20,000 articles, 200,000 items of evidence and 30,000 sources. Rows go in with the triggers switched off, for what is
measured is reading; the record's chain of digests is nevertheless a valid one. The words by which claims are found are
those that publishing would write. Vectors are not computed 200,000 times: each is its original's, pushed a little in a
direction of its own. The same seed makes the same rows, except for the salts' digests, which depend on nothing but the
seed either.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from django.db import connection

from bench.record.generate import load_sample
from claims.models import (
    Appearance,
    Assessment,
    Claim,
    Evidence,
    Publication,
    PublishedClaim,
    Snapshot,
    Source,
)
from claims.record.addresses import address_rows
from claims.record.answers import answer_row
from claims.record.chain import envelope
from claims.record.projection import appearance_row, columns_of, evidence_row, statement_rows
from claims.record.vectors import embed_missing, has_nearby, installed_engine
from claims.record.words import SEARCH_CONFIGURATIONS, Wording, counted_at_the_end, wordings, write_words
from claims.text.plain_json import plain_canonical_json

CLAIMS_AN_ARTICLE = 5
EVIDENCE_A_CLAIM = 2
SOURCES_A_HUNDRED_CLAIMS = 30
FIRST_KEY = 1_000_000
ROWS_AT_ONCE = 2_000
MEMORY_FOR_INDEXES = "1GB"
START = datetime(2022, 1, 1, tzinfo=UTC)
PLACES = (
    *("Jakarta", "Surabaya", "Bandung", "Medan", "Makassar", "Semarang", "Palembang", "Denpasar", "Padang", "Manado"),
    *(
        "Pontianak",
        "Jayapura",
        "Kupang",
        "Ambon",
        "Beijing",
        "Shanghai",
        "Shenzhen",
        "Washington",
        "Singapore",
        "Tokyo",
    ),
    *("Seoul", "Taipei", "Hanoi", "Manila", "Bangkok", "Delhi", "London", "Paris", "Berlin", "Nairobi"),
)
MONTHS = (
    ("January", "Januari"),
    ("March", "Maret"),
    ("May", "Mei"),
    ("July", "Juli"),
    ("August", "Agustus"),
    ("October", "Oktober"),
    ("December", "Desember"),
)


def fill(claims: int, *, seed: int = 1) -> None:
    """Load the sample and ``claims`` variants of its claims."""
    load_sample()
    originals = list(PublishedClaim.objects.select_related("publication").order_by("publication_id"))
    sizes = Sizes(claims)
    embed_missing()
    with counted_at_the_end(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        # An index of words is made in a tenth of the time when all rows are there.
        definitions = _without_slow_indexes(cursor)
        _copy_drafts(cursor, sizes)
        _remember_drafts(cursor)
        writer = Writer(cursor)
        for variant in Variants(originals, sizes, random.Random(seed)):
            writer.add(variant)
        writer.flush()
        _index_words(cursor)
        _copy_vectors(cursor)
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY_FOR_INDEXES}'")
        for definition in definitions:
            cursor.execute(definition)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@dataclass(frozen=True)
class Sizes:
    claims: int

    @property
    def articles(self) -> int:
        return max(1, self.claims // CLAIMS_AN_ARTICLE)

    @property
    def sources(self) -> int:
        return max(2, self.claims * SOURCES_A_HUNDRED_CLAIMS // 100)


def slug_of(number: int) -> str:
    return f"generated-{number}"


@dataclass
class Variants:
    """Publications of the generated claims in the order of the record, each with its original."""

    originals: list[PublishedClaim]
    sizes: Sizes
    chance: random.Random

    def __post_init__(self) -> None:
        self.rating_documents = {
            row.document["rating"]["slug"]: row.document["rating"] for row in self.originals if row.document["rating"]
        }
        self.topics = _distinct(topic for row in self.originals for topic in row.document["topics"])
        self.evidence = [each for row in self.originals for each in row.document["evidence"] if each["source"]]

    def __iter__(self) -> Iterator[tuple[Publication, PublishedClaim]]:
        last = Publication.objects.order_by("-number").first()
        number, digest, moment = last.number, last.digest, START
        for claim in range(self.sizes.claims):
            original = self.originals[claim % len(self.originals)]
            document = self._document(original.document, claim)
            number, moment = number + 1, moment + timedelta(minutes=self.chance.randint(1, 25))
            row = self._publication(original.publication, document, claim, number)
            row.previous_digest, row.published_at = digest, moment
            row.digest = digest = sha256(
                plain_canonical_json({"envelope": envelope(row), "leaves": row.leaves})
            ).hexdigest()
            yield row, original

    def _document(self, original: dict[str, Any], claim: int) -> dict[str, Any]:
        place, (month, bulan) = self.chance.choice(PLACES), self.chance.choice(MONTHS)
        year, count = self.chance.randint(2015, 2025), self.chance.randint(2, 9_999)
        words = {
            "en": f" ({place}, {month} {year}: {count} cases)",
            "id": f" ({place}, {bulan} {year}: {count} kasus)",
        }
        rating = original["rating"] and self.chance.choice(list(self.rating_documents.values()))
        return {
            **original,
            "slug": slug_of(claim),
            "statement": {language: text + words[language] for language, text in original["statement"].items()},
            "rating": rating,
            "topics": self.chance.sample(self.topics, 2),
            "parent": None,
            "related": [],
            "claimed_on": str(date(year, 1, 1) + timedelta(days=self.chance.randrange(365))),
            "appearances": [self._appearance(each, claim) for each in original["appearances"][:1]],
            "evidence": [self._evidence(claim, place) for place in range(EVIDENCE_A_CLAIM)],
        }

    def _appearance(self, original: dict[str, Any], claim: int) -> dict[str, Any]:
        number = claim % self.sizes.articles
        address = f"https://articles.example/{number}"
        return {**original, "article": {**original["article"], "slug": f"article-{number}", "url": address}}

    def _evidence(self, claim: int, place: int) -> dict[str, Any]:
        item = deepcopy(self.evidence[(claim * EVIDENCE_A_CLAIM + place) % len(self.evidence)])
        number = (claim * EVIDENCE_A_CLAIM + place) % self.sizes.sources
        item["source"] |= {"slug": f"source-{number}", "url": f"https://sources.example/{number}"}
        return item

    def _publication(self, original: Publication, document: Any, claim: int, number: int) -> Publication:
        salts = {name: self.chance.randbytes(16).hex() for name in document}
        leaves = {
            name: sha256(bytes.fromhex(salts[name]) + plain_canonical_json(value)).hexdigest()
            for name, value in document.items()
        }
        return Publication(
            number=number,
            claim_id=FIRST_KEY + claim,
            slug=document["slug"],
            version=1,
            kind=Publication.Kind.INITIAL,
            assessment_id=FIRST_KEY + claim if original.assessment_id else None,
            author_id=original.author_id,
            approver_id=original.approver_id,
            author_name=original.author_name,
            approver_name=original.approver_name,
            document=document,
            salts=salts,
            leaves=leaves,
        )


def _distinct(references: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({reference["slug"]: reference for reference in references}.values())


@dataclass
class Writer:
    """Collects rows of the record and of the public state, and copies them into their tables in large pieces."""

    cursor: Any
    rows: dict[type, list[Any]] = field(default_factory=dict)
    words: list[Wording] = field(default_factory=list)
    key: int = FIRST_KEY

    def add(self, variant: tuple[Publication, PublishedClaim]) -> None:
        publication, _original = variant
        document = publication.document
        self._row(publication)
        claim = PublishedClaim(
            slug=publication.slug, first_published_at=publication.published_at, **columns_of(publication, document)
        )
        claim.children = []
        self._row(claim)
        self._row(answer_row(claim))
        for each in statement_rows(claim, document):
            self._row(each, self._next_key())
        for each in address_rows(claim, document):
            self._row(each, self._next_key())
        for position, each in enumerate(document["appearances"], start=1):
            self._row(appearance_row(claim, position, each), self._next_key())
        for position, each in enumerate(document["evidence"], start=1):
            self._row(evidence_row(claim, position, each), self._next_key())
        self.words += wordings(claim.slug, document)
        if len(self.rows[Publication]) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        for model, rows in self.rows.items():
            columns = [each.column for each in model._meta.concrete_fields]
            text = io.StringIO()
            csv.writer(text, quoting=csv.QUOTE_MINIMAL).writerows(rows)
            text.seek(0)
            names = ", ".join(f'"{column}"' for column in columns)
            self.cursor.copy_expert(f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT csv, NULL '\\N')", text)
        self.rows = {}
        write_words(self.words)
        self.words = []

    def _next_key(self) -> int:
        self.key += 1
        return self.key

    def _row(self, row: Any, key: int | None = None) -> None:
        if key is not None:
            row.pk = key
        self.rows.setdefault(type(row), []).append([_column(row, each) for each in row._meta.concrete_fields])


def _column(row: Any, column: Any) -> Any:
    value = getattr(row, column.attname)
    if value is None:
        return "\\N"
    if isinstance(value, list) and column.get_internal_type() == "ArrayField":
        return "{" + ",".join(value) + "}"
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    return value


PUBLISHED = "AND first_published_at IS NOT NULL"
# About as the record's own moments: a claim every thirteen minutes.
MOMENT = f"timestamptz '{START.isoformat()}' + n * interval '13 minutes'"
# Copies of the sample's draft rows: n-th copy of the (n modulo their number)-th original.
COPIED = """
WITH originals AS (
    SELECT source.*, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many
    FROM {table} source WHERE id < {first} {only}
)
INSERT INTO {table} SELECT copied.* FROM generate_series(0, %s - 1) n
JOIN originals ON originals.place = n %% originals.many
CROSS JOIN LATERAL jsonb_populate_record(null::{table}, to_jsonb(originals) || jsonb_build_object({changed})) copied
"""


def _copy_drafts(cursor: Any, sizes: Sizes) -> None:
    claims, evidence = sizes.claims, sizes.claims * EVIDENCE_A_CLAIM
    id_ = f"'id', {FIRST_KEY} + n"
    moments = f"'created_at', {MOMENT}, 'updated_at', {MOMENT}"
    claim = f"'claim_id', {FIRST_KEY} + n %% {claims}"
    source_address = "'https://sources.example/' || n"
    of_source = f"'source_id', {FIRST_KEY} + n %% {sizes.sources}"
    of_snapshot = f"'snapshot_id', {FIRST_KEY} + n %% {sizes.articles}"
    plans: list[tuple[type, int, str, str]] = [
        (Snapshot.article.field.related_model, sizes.articles, f"{id_}, 'slug', 'article-' || n", ""),
        (Snapshot, sizes.articles, f"{id_}, 'article_id', {FIRST_KEY} + n", ""),
        (
            Source,
            sizes.sources,
            f"{id_}, 'slug', 'source-' || n, 'url', {source_address}, 'canonical_url', {source_address}",
            "",
        ),
        (
            Claim,
            claims,
            f"{id_}, 'slug', 'generated-' || n, 'parent_id', null, {moments}, 'first_published_at', {MOMENT}",
            PUBLISHED,
        ),
        (
            Assessment,
            claims,
            f"{id_}, 'claim_id', {FIRST_KEY} + n, {moments}",
            "AND state = 'published'",
        ),
        (Appearance, claims, f"{id_}, {claim}, {of_snapshot}", ""),
        (Evidence, evidence, f"{id_}, {claim}, {of_source}, 'position', n / {claims} + 1", ""),
        (Claim.topics.through, claims, f"{id_}, 'claim_id', {FIRST_KEY} + n", ""),
    ]
    for model, count, changed, only in plans:
        table = model._meta.db_table
        cursor.execute(COPIED.format(table=table, first=FIRST_KEY, changed=changed, only=only), [count])


# Each row came in by one act of somebody. Tables without events of their own are not there.
CONTEXTS = """
INSERT INTO pghistory_context (id, created_at, updated_at, metadata)
SELECT md5('claim ' || id)::uuid, created_at, created_at, jsonb_build_object('user', %s, 'verb', 'create')
FROM claims_claim WHERE id >= {first}
"""
EVENTS = """
INSERT INTO {table}event ({columns}, pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id)
SELECT {columns}, now(), 'insert', id, md5('claim ' || {claim})::uuid FROM {table} WHERE id >= {first}
"""


def _remember_drafts(cursor: Any) -> None:
    """The history of the copies, as the database would have written it: pages of claims and reviews read it."""
    author = Assessment.objects.values_list("author", flat=True).first()
    cursor.execute(CONTEXTS.format(first=FIRST_KEY), [author])
    for model, claim in ((Claim, "id"), (Appearance, "claim_id"), (Evidence, "claim_id"), (Assessment, "claim_id")):
        columns = ", ".join(f'"{each.column}"' for each in model._meta.concrete_fields)
        cursor.execute(EVENTS.format(table=model._meta.db_table, columns=columns, claim=claim, first=FIRST_KEY))


# The originals' words with the words that make each statement its own; what the product's own expression would give
# for the whole document, made in one statement for all rows.
ORIGINALS = """
CREATE TEMPORARY TABLE original ON COMMIT DROP AS
SELECT slug, search, row_number() OVER (ORDER BY publication_id) - 1 AS place, count(*) OVER () AS many
FROM claims_publishedclaim WHERE slug NOT LIKE 'generated-%'
"""
WORDS = """
UPDATE claims_publishedclaim variant SET search = original.search
    || setweight(to_tsvector('{en}', right(variant.document #>> '{{statement,en}}', 60)), 'A')
    || setweight(to_tsvector('{id}', right(variant.document #>> '{{statement,id}}', 60)), 'A')
FROM original
WHERE variant.slug LIKE 'generated-%'
    AND split_part(variant.slug, '-', 2)::integer % original.many = original.place
"""


# A direction for each claim, one of many: nearby in meaning as variants of one sentence are, and not the same.
DIRECTIONS = """
CREATE TEMPORARY TABLE direction ON COMMIT DROP AS
SELECT place, array_agg((random() - 0.5) * 0.04 ORDER BY dimension) AS numbers
FROM generate_series(0, 996) place, generate_series(1, 384) dimension GROUP BY place
"""
VECTORS = """
INSERT INTO claims_publishedvector (claim_id, language, engine, text_sha256, nearby)
SELECT variant.slug, original.language, original.engine, '',
    l2_normalize(original.nearby + direction.numbers::halfvec(384))
FROM claims_publishedclaim variant
JOIN (
    SELECT vector.*, place, many FROM original JOIN claims_publishedvector vector ON vector.claim_id = original.slug
) original
    ON split_part(variant.slug, '-', 2)::integer % original.many = original.place
JOIN direction ON direction.place = split_part(variant.slug, '-', 2)::integer % 997
WHERE variant.slug LIKE 'generated-%'
"""


def _copy_vectors(cursor: Any) -> None:
    """Where the extra is installed and the server keeps vectors itself."""
    if installed_engine() is not None and has_nearby():
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(DIRECTIONS)
        cursor.execute(VECTORS)


def _without_slow_indexes(cursor: Any) -> list[str]:
    """Drop the indexes that find parts of words, words and vectors; returns what makes them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%_trgm_ops%'"
        " OR indexname LIKE 'publishedwords_%' AND indexdef LIKE '%USING gin%' OR indexname = 'publishedvector_nearby'"
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def _index_words(cursor: Any) -> None:
    index = next(each for each in PublishedClaim._meta.indexes if each.fields == ["search"])
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index.name])
    (definition,) = cursor.fetchone()
    cursor.execute(f"DROP INDEX {index.name}")
    cursor.execute(ORIGINALS)
    # The planner must know how few originals there are among how many rows.
    cursor.execute("ANALYZE original, claims_publishedclaim")
    cursor.execute(WORDS.format(**SEARCH_CONFIGURATIONS))
    cursor.execute(definition)
