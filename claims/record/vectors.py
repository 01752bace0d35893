"""The vectors of the claims that stand, kept beside the record by background tasks."""

import hashlib
import struct
from collections.abc import Callable, Sequence
from functools import lru_cache

from django.conf import settings
from django.db import connection, transaction
from django_tasks import task

from claims.models import PublishedClaim, PublishedVector
from claims.record.document import ClaimDocument
from claims.text.meaning import Engine, engine

AT_ONCE = 32
LONGEST_PASSAGE = 1_000
# A vector is written by one process at a time, so that whoever reads those above the last number misses none.
WRITING = 7_262_050
HAS_NEARBY = "SELECT 1 FROM pg_attribute WHERE attrelid = 'claims_publishedvector'::regclass AND attname = 'nearby'"


def installed_engine() -> Engine | None:
    """None without the extra, and where the settings turn meanings off."""
    return engine() if settings.MEANINGS_ARE_COMPARED else None


def name_of(used: Engine) -> str:
    return f"{used.name} {used.version}"


def passages(document: ClaimDocument) -> dict[str, str]:
    """By language, what a vector stands for: the statement, and the summary behind it as far as it is read."""
    return {
        language: f"{statement} {document['summary'].get(language, '')}".strip()[:LONGEST_PASSAGE]
        for language, statement in document["statement"].items()
        if statement.strip()
    }


def digest_of(passage: str) -> str:
    return hashlib.sha256(passage.encode()).hexdigest()


def drop_outdated(slug: str, document: ClaimDocument, *, stands: bool) -> None:
    """In the transaction of a publication: what is no longer said goes, what is new follows."""
    wanted = {language: digest_of(text) for language, text in passages(document).items()} if stands else {}
    known = {row.language: row for row in PublishedVector.objects.filter(claim=slug).only("language", "text_sha256")}
    outdated = [row.pk for language, row in known.items() if wanted.get(language) != row.text_sha256]
    if outdated:
        PublishedVector.objects.filter(pk__in=outdated).delete()
    if installed_engine() is not None and (outdated or wanted.keys() - known.keys()):
        embed_claim.enqueue(slug)


@task(queue_name="long")
def embed_claim(slug: str) -> None:
    embed([slug])


def embed(slugs: Sequence[str]) -> int:
    """Add the vectors that these claims lack; returns how many."""
    used = installed_engine()
    if used is None:
        return 0
    missing = _missing(slugs, name_of(used))
    for start in range(0, len(missing), AT_ONCE):
        batch = missing[start : start + AT_ONCE]
        vectors = used.embed([passage for _, _, passage in batch], asked=False)
        _write(batch, vectors, name_of(used))
    return len(missing)


def embed_missing(on_progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Of all claims that stand. What was done before a stop is kept, so the next start goes on from there."""
    slugs = list(PublishedClaim.objects.listed().order_by("pk").values_list("slug", flat=True))
    added = 0
    for start in range(0, len(slugs), AT_ONCE):
        added += embed(slugs[start : start + AT_ONCE])
        on_progress(min(start + AT_ONCE, len(slugs)), len(slugs))
    return added


@lru_cache(maxsize=8)
def _has_nearby(_database: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HAS_NEARBY)
        return cursor.fetchone() is not None


def has_nearby() -> bool:
    """Whether the database itself finds the nearest vectors."""
    return _has_nearby(str(connection.settings_dict["NAME"]))


def as_halves(vector: Sequence[float]) -> bytes:
    return struct.pack(f"<{len(vector)}e", *vector)


def as_text(vector: Sequence[float]) -> str:
    return f"[{','.join(f'{number:.6f}' for number in vector)}]"


def _missing(slugs: Sequence[str], name: str) -> list[tuple[str, str, str]]:
    known = {
        (claim, language): digest
        for claim, language, digest in PublishedVector.objects.filter(claim__in=slugs, engine=name).values_list(
            "claim_id", "language", "text_sha256"
        )
    }
    claims = PublishedClaim.objects.listed().filter(slug__in=slugs).order_by("pk").values_list("slug", "document")
    return [
        (slug, language, passage)
        for slug, document in claims
        for language, passage in passages(document).items()
        if known.get((slug, language)) != digest_of(passage)
    ]


def _write(batch: list[tuple[str, str, str]], vectors: list[list[float]], name: str) -> None:
    column, as_column = ("nearby", as_text) if has_nearby() else ("values", as_halves)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
        for (slug, language, passage), vector in zip(batch, vectors, strict=True):
            # Retracted or worded anew meanwhile: its own task follows. The row's lock holds the claim still until then.
            row = PublishedClaim.objects.listed().select_for_update().filter(slug=slug).only("document").first()
            if row is None or passages(row.document).get(language) != passage:
                continue
            cursor.execute("DELETE FROM claims_publishedvector WHERE claim_id = %s AND language = %s", [slug, language])
            cursor.execute(
                f"INSERT INTO claims_publishedvector (claim_id, language, engine, text_sha256, {column})"  # noqa: S608
                " VALUES (%s, %s, %s, %s, %s)",
                [slug, language, name, digest_of(passage), as_column(vector)],
            )
