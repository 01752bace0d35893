"""The words by which each claim that stands is found, and how often each word occurs among all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from claims.models import PublishedClaim, PublishedWords
from claims.record.document import ClaimDocument, LocalizedText
from claims.text.search_words import searchable

SEARCH_CONFIGURATIONS = {"en": "claims_en", "id": "claims_id"}
SIMPLE_CONFIGURATION = "claims_simple"
# The row is read for every candidate, so it holds what says which claim it is, not all that is said about it.
LONGEST_TEXT = 1_500
MOST_QUOTES = 5
ROWS_AT_ONCE = 500

WRITE = """
INSERT INTO claims_publishedwords (claim_id, language, words, length)
SELECT claim, language, words, length(words)
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS given (claim, language, configuration, statement, summary, quotes, names),
    LATERAL (SELECT setweight(to_tsvector(configuration::regconfig, statement), 'A')
        || setweight(to_tsvector(configuration::regconfig, summary), 'B')
        || setweight(to_tsvector(configuration::regconfig, quotes), 'C')
        || setweight(to_tsvector(configuration::regconfig, names), 'D') AS words) made
WHERE words <> ''
"""
# Counting with each row would change the row of a frequent word as often as there are claims.
COUNT_LATER = "SELECT set_config('claims.count_words', %s, true)"
COUNT = """
DELETE FROM claims_publishedterm;
INSERT INTO claims_publishedterm (language, term, documents)
    SELECT language, word, ndoc FROM (SELECT DISTINCT language FROM claims_publishedwords) known,
        LATERAL ts_stat(format('SELECT words FROM claims_publishedwords WHERE language = %L', language));
DELETE FROM claims_publishedlanguage;
INSERT INTO claims_publishedlanguage (language, documents, length)
    SELECT language, count(*), sum(length) FROM claims_publishedwords GROUP BY language;
"""


@dataclass
class Wording:
    """What a claim says in one language."""

    claim: str
    language: str
    statement: str = ""
    summary: str = ""
    quotes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        texts = (self.statement, self.summary, "\n".join(self.quotes[:MOST_QUOTES]), "\n".join(self.names))
        configuration = SEARCH_CONFIGURATIONS.get(self.language, SIMPLE_CONFIGURATION)
        return (self.claim, self.language, configuration, *(searchable(text[:LONGEST_TEXT]) for text in texts))


def wordings(slug: str, document: ClaimDocument) -> list[Wording]:
    """By language; a quote in another language than the claim's own texts makes one of its own."""
    found: dict[str, Wording] = {}

    def of(language: str) -> Wording:
        return found.setdefault(language, Wording(slug, language))

    for language, text in document["statement"].items():
        of(language).statement = text
    for language, text in document["summary"].items():
        of(language).summary = text
    for appearance in document["appearances"]:
        of(appearance["article"]["language"]).quotes.append(appearance["selector"][0]["exact"])
    for wording in found.values():
        wording.names = list(_names(document, wording.language))
    return list(found.values())


def names_in(document: ClaimDocument) -> list[LocalizedText]:
    """What topics, entities and the claimant are called, each by language."""
    references: list[Any] = [*document["topics"], *document["entities"]]
    if document["claimant"]:
        references.append(document["claimant"])
    return [reference["name"] for reference in references]


def _names(document: ClaimDocument, language: str) -> Iterator[str]:
    for names in names_in(document):
        if name := names.get(language) or next(iter(names.values()), ""):
            yield name
    # The slug holds the words by which the editors themselves call the claim.
    yield document["slug"].replace("-", " ")


def write_words(claims: list[Wording]) -> None:
    """Add the rows. The counts follow by a trigger of the table."""
    if claims:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [list(column) for column in zip(*(each.row() for each in claims), strict=True)])


def replace_words(row: PublishedClaim, document: ClaimDocument, *, stands: bool) -> None:
    PublishedWords.objects.filter(claim=row).delete()
    if stands:
        write_words(wordings(row.slug, document))


@contextmanager
def counted_at_the_end() -> Iterator[None]:
    """Put the counting of words off until all of this is done; one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNT_LATER, ["later"])
        yield
        cursor.execute(COUNT)
        cursor.execute(COUNT_LATER, ["at once"])


@transaction.atomic
def rebuild_words(on_progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make all rows and counts again from the documents of the claims that stand; returns how many claims.

    One transaction, in which no claim is published; readers see the old rows until its end.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE claims_publishedclaim IN SHARE ROW EXCLUSIVE MODE")
    claims = PublishedClaim.objects.listed().order_by("pk")
    total, done = claims.count(), 0
    with counted_at_the_end():
        PublishedWords.objects.all().delete()
        batch: list[Wording] = []
        for slug, document in claims.values_list("slug", "document").iterator(chunk_size=ROWS_AT_ONCE):
            batch += wordings(slug, document)
            done += 1
            if len(batch) >= ROWS_AT_ONCE:
                write_words(batch)
                batch = []
                on_progress(done, total)
        write_words(batch)
    on_progress(done, total)
    return done
