import pytest
from django.db import connection

from claims.models import GENESIS_DIGEST, Publication
from claims.record import envelope
from claims.record.localization import utc_timestamp
from claims.text.digests import leaf_digest, publication_digest
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_record_starts_at_number_1_chained_to_nothing() -> None:
    first = factories.published()
    assert (first.number, first.previous_digest) == (1, GENESIS_DIGEST)


def test_every_publication_is_chained_to_the_one_before_whatever_its_claim() -> None:
    rows = [factories.published() for _ in range(3)]
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.previous_digest for row in rows[1:]] == [row.digest for row in rows[:-1]]


def test_the_digest_is_what_a_stranger_computes_from_the_stored_row() -> None:
    factories.published()
    stored = Publication.objects.get()
    for field, value in stored.document.items():
        assert leaf_digest(stored.salts[field], value) == stored.leaves[field]
    assert publication_digest(envelope(stored), stored.leaves) == stored.digest


def test_equal_fields_have_different_leaves() -> None:
    first, second = factories.published(), factories.published()
    assert first.document["confidence"] == second.document["confidence"]
    assert first.leaves["confidence"] != second.leaves["confidence"]


def test_the_envelope_names_everything_that_the_digest_covers() -> None:
    publication = factories.published()
    assert envelope(publication) == {
        "number": 1,
        "claim": publication.slug,
        "version": 1,
        "kind": "initial",
        "correction_type": None,
        "note": {},
        "published_at": utc_timestamp(publication.published_at),
        "author": "Alice",
        "approver": "Bob",
        "previous_digest": GENESIS_DIGEST,
    }


def test_a_text_that_several_claims_quote_is_kept_once() -> None:
    snapshot = factories.snapshot()
    for _ in range(2):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot)
        factories.published(claim)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM claims_recordtext")
        assert cursor.fetchone() == (1,)
