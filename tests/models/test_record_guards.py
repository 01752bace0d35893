"""The database itself keeps the record, whoever speaks to it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from claims.models import GENESIS_DIGEST, Publication, RecordText
from tests import factories

pytestmark = pytest.mark.django_db


def refused_by_database(sql: str) -> str:
    """The database's own message for a statement that it must refuse."""
    with connection.cursor() as cursor:
        # TRUNCATE would otherwise be refused for foreign keys that are still to be checked, and prove nothing.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError) as refusal, transaction.atomic():
            cursor.execute(sql)
    return str(refusal.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_publication SET document = '{}'",
        "UPDATE claims_publication SET number = 7",
        "DELETE FROM claims_publication",
        "TRUNCATE claims_publication CASCADE",
        "UPDATE claims_recordtext SET text = 'another'",
        "DELETE FROM claims_recordtext",
        "TRUNCATE claims_recordtext",
    ],
)
def test_the_record_is_append_only(statement: str) -> None:
    factories.published()
    assert "append-only" in refused_by_database(statement)
    assert Publication.objects.count() == 1
    assert RecordText.objects.count() == 1


def test_a_session_setting_does_not_open_the_record() -> None:
    factories.published()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(tgname, ',') FROM pg_trigger WHERE tgrelid = 'claims_publication'::regclass")
        names = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{names}}}"])
    assert "append-only" in refused_by_database("DELETE FROM claims_publication")


def copy_of(publication: Publication, **changes: object) -> Publication:
    """The next publication of the same claim, as somebody would forge it in SQL."""
    fields = {field.attname: getattr(publication, field.attname) for field in Publication._meta.concrete_fields}
    fields |= {
        "number": publication.number + 1,
        "version": publication.version + 1,
        "kind": "update",
        "previous_digest": publication.digest,
        "digest": "f" * 64,
        **changes,
    }
    return Publication(**fields)


def refusal_of(publication: Publication) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        publication.save(force_insert=True)
    return str(refusal.value)


def test_a_number_cannot_be_skipped() -> None:
    first = factories.published()
    assert f"Publication {first.number + 2} does not follow" in refusal_of(copy_of(first, number=first.number + 2))


def test_a_publication_is_chained_to_the_one_before() -> None:
    first = factories.published()
    assert "not chained" in refusal_of(copy_of(first, previous_digest=GENESIS_DIGEST))


def test_a_version_cannot_be_skipped() -> None:
    first = factories.published()
    assert "does not follow version 1" in refusal_of(copy_of(first, version=3))


def test_the_record_does_not_run_backwards() -> None:
    first = factories.published()
    earlier = first.published_at.replace(year=2001)
    assert "dated before" in refusal_of(copy_of(first, published_at=earlier))


def test_a_rating_cannot_change_without_a_correction_even_in_sql() -> None:
    first = factories.published(rating="half-true")
    document = {**first.document, "rating": {**first.document["rating"], "slug": "false"}}
    assert "without a correction" in refusal_of(copy_of(first, document=document))


def test_a_verdict_that_nobody_approved_is_refused() -> None:
    first = factories.published(rating="half-true")
    document = {**first.document, "rating": {**first.document["rating"], "slug": "false"}}
    forged = copy_of(first, document=document, kind="correction", correction_type="rating-changed", note='{"en": "x"}')
    assert "not the one that was approved" in refusal_of(forged)


def test_a_verdict_needs_two_persons() -> None:
    first = factories.published()
    assert "publication_verdict_has_two_persons" in refusal_of(copy_of(first, approver_id=None, assessment_id=None))
    assert "publication_approver_is_not_author" in refusal_of(
        copy_of(first, approver_id=first.author_id, assessment_id=None)
    )


def test_a_correction_needs_a_type_and_a_note() -> None:
    first = factories.published()
    constraint = "publication_correction_typed_and_noted"
    assert constraint in refusal_of(copy_of(first, kind="correction", correction_type="minor", note=""))
    assert constraint in refusal_of(copy_of(first, correction_type="minor", note='{"en": "x"}'))
