"""What docs/trust.md promises of the database: SQL that walks past the application is refused, in the database's words.

Every statement goes through a plain cursor. The schema's owner could still drop the guards first; that leaves traces
that are not the business of these tests.
"""

import json
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction
from psycopg2 import errors

from claims.models import Assessment, Claim, Publication, PublishedClaim, PublishedEvidence, Rating
from claims.workflow import attach_repeat, merge, redact, retract, schedule_review
from tests import factories

pytestmark = pytest.mark.django_db


def refusal(sql: str, parameters: Any = ()) -> str:
    """Run the statement on psycopg2's own cursor; the database must refuse it, and its message is the answer."""
    connection.ensure_connection()
    with transaction.atomic():
        with connection.connection.cursor() as cursor:
            # TRUNCATE would otherwise be refused for foreign keys that are still to be checked, and prove nothing.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SAVEPOINT attempt")
            with pytest.raises(psycopg2.Error) as refused:
                cursor.execute(sql, parameters)
            cursor.execute("ROLLBACK TO SAVEPOINT attempt")
        assert not isinstance(refused.value, errors.SyntaxErrorOrAccessRuleViolation), refused.value
    return str(refused.value)


def forged(base: Publication, **changes: object) -> str:
    """What the database says to the next publication of a claim, written by hand with everything else in order."""
    values = {field.column: getattr(base, field.attname) for field in Publication._meta.concrete_fields}
    last = Publication.objects.order_by("number").last()
    assert last is not None
    values |= {
        "number": last.number + 1,
        "version": base.version + 1,
        "kind": "update",
        "correction_type": "",
        "note": "",
        "digest": "f" * 64,
        "previous_digest": last.digest,
        "published_at": last.published_at,
        **changes,
    }
    values = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in values.items()}
    columns = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    return refusal(f"INSERT INTO claims_publication ({columns}) VALUES ({places})", [*values.values()])


def with_rating(document: dict[str, Any], slug: str) -> dict[str, Any]:
    return {**document, "rating": {**document["rating"], "slug": slug}}


def rating(slug: str) -> int:
    return Rating.objects.get(slug=slug).pk


# --- A published rating


def test_the_rating_of_a_published_claim_does_not_change_without_a_correction() -> None:
    base = factories.published(rating="half-true")
    document = with_rating(base.document, "false")
    message = "cannot change without a correction of the type “rating changed”"
    assert message in forged(base, document=document)
    assert message in forged(base, document={**base.document, "rating": None})
    assert message in forged(base, document=document, kind="correction", correction_type="minor", note='{"en": "x"}')


def test_a_correction_does_not_bring_a_rating_that_nobody_approved() -> None:
    base = factories.published(rating="half-true")
    document = with_rating(base.document, "false")
    message = forged(base, document=document, kind="correction", correction_type="rating-changed", note='{"en": "x"}')
    assert "is not the one that was approved" in message


def test_a_correction_without_a_type_or_a_note_is_refused() -> None:
    base = factories.published()
    constraint = "publication_correction_typed_and_noted"
    assert constraint in forged(base, kind="correction", correction_type="minor")
    assert constraint in forged(base, kind="correction", note='{"en": "x"}')


def test_a_published_verdict_is_fixed() -> None:
    base = factories.published(rating="half-true")
    message = "Cannot update or delete rows from claims_assessment"
    for change in (f"rating_id = {rating('false')}", "state = 'draft'", "summary = 'x'", "approver_id = author_id"):
        assert message in refusal(f"UPDATE claims_assessment SET {change} WHERE id = %s", [base.assessment_id])
    assert message in refusal("DELETE FROM claims_assessment WHERE id = %s", [base.assessment_id])


# --- Two persons


def approve_in_sql(assessment: Assessment, approver: int) -> str:
    return refusal(
        "UPDATE claims_assessment SET state = 'approved', approver_id = %s, approved_at = now(), approved_digest = 'x' "
        "WHERE id = %s",
        [approver, assessment.pk],
    )


def test_the_author_does_not_approve() -> None:
    alice = factories.user()
    assert "assessment_approver_is_not_author" in approve_in_sql(factories.submitted(author=alice), alice.pk)


def test_nobody_becomes_another_author_to_approve_it() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.submitted(author=alice)
    message = refusal("UPDATE claims_assessment SET author_id = %s WHERE id = %s", [bob.pk, assessment.pk])
    assert "Cannot update" in message


def test_a_draft_is_not_approved_and_an_approval_without_a_person_is_none() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assert "Invalid transition" in approve_in_sql(factories.draft(author=alice), bob.pk)
    assessment = factories.submitted(author=alice)
    message = refusal("UPDATE claims_assessment SET state = 'approved' WHERE id = %s", [assessment.pk])
    assert "assessment_published_is_approved" in message


def test_a_verdict_is_not_approved_in_the_same_breath_as_it_changes() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.submitted(author=alice, rating="half-true")
    message = refusal(
        "UPDATE claims_assessment SET state = 'approved', approver_id = %s, approved_at = now(), approved_digest = 'x',"
        " rating_id = %s WHERE id = %s",
        [bob.pk, rating("false"), assessment.pk],
    )
    assert "approved or published as it stands, not while it is changed" in message


def test_a_verdict_is_not_published_without_an_approval() -> None:
    base = factories.published(rating="half-true")
    waiting = factories.submitted(base.claim, author=factories.user(), rating="half-true")
    message = forged(base, assessment_id=waiting.pk, author_id=waiting.author_id)
    assert "is not the one that was approved" in message
    assert "publication_verdict_has_two_persons" in forged(base, assessment_id=None, approver_id=None)


def test_the_author_neither_votes_nor_reviews() -> None:
    alice = factories.user("editor")
    assessment = factories.submitted(author=alice)
    vote = refusal(
        "INSERT INTO claims_vote (assessment_id, submission, voter_id, rating_id, rationale, cast_at) "
        "VALUES (%s, %s, %s, %s, 'So it is.', now())",
        [assessment.pk, assessment.submission, alice.pk, rating("true")],
    )
    assert "Nobody votes on what they wrote themselves." in vote
    review = refusal(
        "INSERT INTO claims_review (assessment_id, reviewer_id, decision, comment, decided_at) "
        "VALUES (%s, %s, 'approved', '', now())",
        [assessment.pk, alice.pk],
    )
    assert "Nobody reviews what they wrote themselves." in review


# --- The history


@pytest.mark.parametrize("table", ["claims_claimevent", "claims_evidenceevent", "claims_assessmentevent"])
def test_events_are_neither_edited_nor_removed(table: str) -> None:
    factories.published()
    message = f"Cannot update or delete rows from {table}"
    assert message in refusal(f"UPDATE {table} SET pgh_created_at = now()")
    assert message in refusal(f"DELETE FROM {table}")
    assert "are never removed" in refusal(f"TRUNCATE {table}")
    assert "are never removed" in refusal(f"TRUNCATE {table} CASCADE")


# --- The record


@pytest.mark.parametrize(
    "change",
    [
        'document = document || \'{"slug": "another"}\'',
        "document = jsonb_set(document, '{rating,slug}', '\"false\"')",
        "note = 'x'",
        "author_name = 'Somebody else'",
        "published_at = now()",
        "digest = repeat('0', 64)",
        "salts = '{}'",
    ],
)
def test_a_publication_is_never_changed(change: str) -> None:
    factories.published()
    assert "The public record is append-only: UPDATE" in refusal(f"UPDATE claims_publication SET {change}")


def test_a_publication_is_never_removed() -> None:
    factories.published()
    assert "The public record is append-only: DELETE" in refusal("DELETE FROM claims_publication")
    assert "The public record is append-only: TRUNCATE" in refusal("TRUNCATE claims_publication CASCADE")


REMOVE = "UPDATE claims_publication SET document = document - %s, salts = salts - %s WHERE number = %s"


def test_a_field_is_not_removed_without_a_redaction() -> None:
    base = factories.published()
    assert "append-only" in refusal(REMOVE, ["summary", "summary", base.number])


def test_a_redaction_removes_only_the_fields_it_names_and_only_before_itself() -> None:
    base = factories.published()
    last = redact(
        base.claim, fields=["summary"], by=factories.user("administrator"), note=factories.text("A court said so.")
    )
    for field, number in (("reasoning", base.number), ("summary", last.number), ("reasoning", last.number)):
        assert "append-only" in refusal(REMOVE, [field, field, number])
    put_back = "UPDATE claims_publication SET document = document || '{\"summary\": {}}' WHERE number = %s"
    assert "append-only" in refusal(put_back, [base.number])


def test_a_retracted_claim_is_not_revived_by_an_update() -> None:
    base = factories.published()
    retracted = retract(base.claim, by=factories.user("editor"), note=factories.text("The source was wrong."))
    assert "was retracted; only a correction can follow" in forged(retracted, document=base.document)
    assert "was retracted; only a correction can follow" in forged(retracted, kind="merge")


def test_nothing_follows_a_merge() -> None:
    editor = factories.user("editor")
    base, into = factories.published(), factories.published().claim
    merge(base.claim, into=into, by=editor)
    merged = Publication.objects.filter(claim=base.claim).latest("number")
    message = "was merged into another claim; it has no further versions"
    assert message in forged(merged)
    assert message in forged(merged, kind="correction", correction_type="minor", note='{"en": "x"}')


def test_the_chain_has_no_gap_and_no_fork() -> None:
    base = factories.published()
    assert "does not follow" in forged(base, number=base.number + 2)
    assert "does not follow version 1" in forged(base, version=3)
    assert "is not chained to the one before" in forged(base, previous_digest="0" * 64)


# --- What readers see


def published_with_history() -> PublishedClaim:
    base = factories.published(rating="half-true")
    editor = factories.user("editor")
    schedule_review(base.claim, review_due=None, expires_on=base.published_at.date().replace(year=2040), by=editor)
    snapshot = factories.snapshot()
    attach_repeat(base.claim, snapshot=snapshot, start=0, end=len("Harga beras"), by=editor)
    return PublishedClaim.objects.get(slug=base.slug)


@pytest.mark.parametrize(
    "change",
    [
        "rating = 'false'",
        "rating_value = 1",
        "normalized = 'false'",
        "verification_status = 'unverified'",
        "document = jsonb_set(document, '{rating,slug}', '\"false\"')",
        "document = jsonb_set(document, '{summary,en}', '\"Quietly edited.\"')",
        "envelope = jsonb_set(envelope, '{version}', '1')",
        "version = 1",
        "published_at = published_at - interval '1 year'",
        "publication_id = (SELECT min(number) FROM claims_publication WHERE slug = claims_publishedclaim.slug)",
    ],
)
def test_what_readers_see_is_what_the_record_says(change: str) -> None:
    published_with_history()
    assert "is not what the record says" in refusal(f"UPDATE claims_publishedclaim SET {change}")


def test_the_evidence_and_the_places_that_readers_see_are_those_of_the_record() -> None:
    published_with_history()
    assert PublishedEvidence.objects.exists()
    message = "is not what the record says"
    assert message in refusal("UPDATE claims_publishedevidence SET stance = 'context'")
    assert message in refusal('UPDATE claims_publishedevidence SET document = document || \'{"quote": "x"}\'')
    assert message in refusal("UPDATE claims_publishedappearance SET document = document || '{\"selector\": []}'")


@pytest.mark.parametrize(
    "change",
    [
        """whole = jsonb_set(whole::jsonb, '{rating,slug}', '"true"')::text""",
        """whole = jsonb_set(whole::jsonb, '{publication,version}', '9')::text""",
        """whole = jsonb_set(whole::jsonb, '{parts}', '[{"slug": "invented"}]')::text""",
        """summary = jsonb_set(summary::jsonb, '{rating,slug}', '"true"')::text""",
        """summary = jsonb_set(summary::jsonb, '{slug}', '"another"')::text""",
    ],
)
def test_what_the_api_answers_is_what_the_record_says(change: str) -> None:
    published_with_history()
    assert "is not what the record says" in refusal(f"UPDATE claims_publishedanswer SET {change}")


def test_a_claim_that_was_published_keeps_its_address() -> None:
    claim = factories.published().claim
    assert "Cannot update" in refusal("UPDATE claims_claim SET slug = 'another' WHERE id = %s", [claim.pk])
    assert Claim.objects.get(pk=claim.pk).slug == claim.slug
