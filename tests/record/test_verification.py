"""Tampering with one row is found, and the row is named."""

import json

import pytest
from django.db import connection

from claims.record import verification, verify_record
from claims.workflow import redact
from tests import factories

pytestmark = pytest.mark.django_db


def tamper(sql: str, *parameters: object) -> None:
    """What somebody with all rights on the database could do: switch the guard off and change a row."""
    with connection.cursor() as cursor:
        for table in ("claims_publication", "claims_recordtext"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(sql, parameters)


def test_an_untouched_record_verifies() -> None:
    publications = [factories.published() for _ in range(3)]
    result = verify_record()
    assert (result.publications, result.fault) == (3, None)
    assert result.head_digest == publications[-1].digest


def test_an_empty_record_verifies() -> None:
    assert verify_record().publications == 0


def test_a_changed_verdict_is_named() -> None:
    for _ in range(3):
        factories.published(rating="half-true")
    tamper(
        """UPDATE claims_publication SET document = jsonb_set(document, '{rating,slug}', '"true"') WHERE number = 2"""
    )
    fault = verify_record().fault
    assert fault is not None
    assert fault.row == "publication 2"
    assert "“rating”" in fault.reason


@pytest.mark.parametrize(
    "change",
    [
        'note = \'{"en": "never said"}\'',
        "author_name = 'Somebody'",
        "approver_name = 'Somebody'",
        "kind = 'update'",
        "published_at = published_at - interval '1 day'",
        "digest = repeat('a', 64)",
        'leaves = leaves || \'{"rating": "00"}\'',
        'salts = salts || \'{"rating": "00"}\'',
        "salts = salts - 'rating'",
        'salts = salts || \'{"rating": "no hexadecimal"}\'',
        "salts = '[]'",
        "document = '[]'",
        "document = document - 'caveats'",
        "document = document || '{\"extra\": 1}'",
        "slug = 'another-claim'",
        "previous_digest = repeat('b', 64)",
        "version = 7",
    ],
)
def test_every_column_is_covered(change: str) -> None:
    factories.published()
    factories.published()
    tamper(f"UPDATE claims_publication SET {change} WHERE number = 2")
    fault = verify_record().fault
    assert fault is not None
    assert fault.row == "publication 2"


def test_a_removed_row_is_named() -> None:
    for _ in range(3):
        factories.published()
    for table in ("evidence", "appearance", "answer", "statement", "words", "address", "claim"):
        tamper(f"DELETE FROM claims_published{table}")
    tamper("DELETE FROM claims_publication WHERE number = 2")
    fault = verify_record().fault
    assert fault is not None
    assert "number 2 is missing" in fault.reason


def test_two_documents_that_changed_places_are_named() -> None:
    factories.published()
    factories.published()
    tamper(
        "UPDATE claims_publication p SET document = o.document, salts = o.salts, leaves = o.leaves"
        " FROM claims_publication o WHERE o.number = 3 - p.number"
    )
    fault = verify_record().fault
    assert fault is not None
    assert fault.row == "publication 1"


def test_a_changed_text_is_named() -> None:
    publication = factories.published()
    tamper("ALTER TABLE claims_recordtext DROP CONSTRAINT recordtext_sha256_is_of_text")
    tamper("UPDATE claims_recordtext SET text = text || '!'")
    fault = verify_record().fault
    assert fault is not None
    assert fault.row == f"text {publication.document['appearances'][0]['article']['text_sha256']}"


def test_a_missing_text_is_named() -> None:
    factories.published()
    tamper("DELETE FROM claims_recordtext")
    fault = verify_record().fault
    assert fault is not None
    assert "missing" in fault.reason


def test_the_whole_document_goes_through_json_without_a_change() -> None:
    publication = factories.published(summary=factories.text("Ünïcode 🙂 </script> \u2028 0.1", "₹ … “x”"))
    publication.refresh_from_db()
    assert json.loads(json.dumps(publication.document)) == publication.document
    assert verify_record().fault is None


@pytest.mark.django_db(transaction=True)
def test_several_processes_find_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "ROWS_A_RANGE", 2)
    claim = factories.published().claim
    for _number in range(3):
        factories.published()
    redact(claim, fields=["summary"], note=factories.text("By order of a court."), by=factories.user("administrator"))
    seen: list[int] = []
    assert verify_record(seen.append, processes=2) == verify_record()
    assert seen == [2, 4, 5]
    tamper("UPDATE claims_publication SET author_name = 'Somebody' WHERE number = 4")
    connection.cursor().execute("ALTER TABLE claims_publication ENABLE TRIGGER ALL")
    fault = verify_record(processes=2).fault
    assert fault is not None
    assert fault.row == "publication 4"


@pytest.mark.parametrize(
    ("sql", "row", "reason"),
    [
        ("UPDATE claims_publication SET previous_digest = repeat('b', 64) WHERE number = 3", 3, "not chained"),
        ("UPDATE claims_publication SET version = 5 WHERE number = 3", 3, "version 5"),
    ],
)
def test_a_break_between_two_stretches_is_found(sql: str, row: int, reason: str) -> None:
    for _number in range(4):
        factories.published()
    tamper(sql)
    joined = verification.Joined()
    joined.add(verification.examine(1, 2))
    joined.add(verification.examine(3, 4))
    assert joined.fault is not None
    assert joined.fault.row == f"publication {row}"
    assert reason in joined.fault.reason or "envelope" in joined.fault.reason
