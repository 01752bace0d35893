"""Whatever readers would see: editing it takes the approval away, on every path."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from claims.models import Article, Assessment, Claim, Entity, Rating, Source
from claims.workflow import VerbRefused, approve, recorded
from tests import factories

pytestmark = pytest.mark.django_db


def approved() -> Assessment:
    claim = factories.checkable_claim(claimant=factories.entity())
    claim.topics.add(factories.topic())
    claim.entities.add(factories.entity())
    return factories.approved(claim, author=factories.user(), approver=factories.user("editor"))


EDITS: dict[str, Callable[[Assessment], object]] = {
    "statement": lambda row: Claim.objects.filter(pk=row.claim_id).update(statement=factories.text("Other words.")),
    "claimant": lambda row: Claim.objects.filter(pk=row.claim_id).update(claimant=None),
    "evidence added": lambda row: factories.evidence(row.claim),
    "evidence changed": lambda row: row.claim.evidence.update(stance="context"),
    "evidence removed": lambda row: row.claim.evidence.first().delete(),
    "place added": lambda row: factories.appearance(row.claim),
    "place removed": lambda row: row.claim.appearances.get().delete(),
    "topic removed": lambda row: row.claim.topics.clear(),
    "subject added": lambda row: row.claim.entities.add(factories.entity()),
    "summary": lambda row: Assessment.objects.filter(pk=row.pk).update(summary=factories.text("Other words.")),
    "rating": lambda row: Assessment.objects.filter(pk=row.pk).update(rating=Rating.objects.get(slug="false")),
    "expiry": lambda row: Assessment.objects.filter(pk=row.pk).update(expires_on=date(2030, 1, 1)),
    "source": lambda row: Source.objects.filter(evidence__claim=row.claim).update(title="Another title"),
    "article": lambda row: Article.objects.update(title="Another headline"),
    "claimant's name": lambda row: Entity.objects.filter(pk=row.claim.claimant_id).update(name=factories.text("Z")),
    "publisher's name": lambda row: Entity.objects.filter(sources__isnull=False).update(name=factories.text("Z")),
    "topic's name": lambda row: row.claim.topics.update(name=factories.text("Another topic")),
    "rating's label": lambda row: Rating.objects.filter(pk=row.rating_id).update(label=factories.text("Another")),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_takes_the_approval_away(edit: str) -> None:
    assessment = approved()
    EDITS[edit](assessment)
    assessment.refresh_from_db()
    assert (assessment.state, assessment.approver, assessment.approved_digest) == ("submitted", None, "")


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Claim.objects.filter(pk=row.claim_id).update(parent=factories.claim()),
        lambda row: factories.evidence(factories.claim()),
        lambda row: factories.source(),
        lambda row: Claim.objects.filter(pk=row.claim_id).update(statement=row.claim.statement),
    ],
)
def test_what_readers_would_not_see_leaves_it(change: Callable[[Assessment], object]) -> None:
    assessment = approved()
    change(assessment)
    assessment.refresh_from_db()
    assert assessment.state == "approved"


def test_raw_sql_takes_it_away_as_well() -> None:
    assessment = approved()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_evidence SET quote = 'forged', quote_language = 'en'")
    assessment.refresh_from_db()
    assert assessment.state == "submitted"


@pytest.mark.parametrize(("before", "after"), [("approved", "published"), ("submitted", "approved")])
def test_words_and_state_do_not_change_in_one_statement(before: str, after: str) -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.submitted(author=alice)
    if before == "approved":
        assessment = approve(assessment, by=bob)
    with pytest.raises(DatabaseError, match="as it stands"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_assessment SET summary = 'forged', state = %s, approver_id = %s, approved_at = now(),"
            " approved_digest = 'x'",
            [after, bob.pk],
        )


def test_nobody_approves_what_they_edited() -> None:
    bob = factories.user("editor")
    assessment = factories.submitted(author=factories.user())
    with recorded("edit", by=bob):
        assessment.claim.evidence.update(locator="page 7")
    with pytest.raises(VerbRefused, match="edited themselves"):
        approve(assessment, by=bob)
    assert approve(assessment, by=factories.user("editor")).state == "approved"


def test_who_proposed_the_claim_does_not_approve_the_verdict() -> None:
    bob = factories.user("editor")
    claim = factories.accepted(by=bob)
    factories.evidence(claim)
    factories.evidence(claim)
    assessment = factories.submitted(claim, author=factories.user())
    with pytest.raises(VerbRefused, match="edited themselves"):
        approve(assessment, by=bob)


def test_an_edit_of_an_earlier_version_is_no_hindrance() -> None:
    bob = factories.user("editor")
    claim = factories.checkable_claim()
    with recorded("edit", by=bob):
        claim.evidence.update(locator="page 7")
    factories.published(claim)
    assert factories.approved(claim, author=factories.user(), approver=bob).state == "approved"


def test_accepting_returning_and_assigning_are_no_edits() -> None:
    bob = factories.user("editor")
    claim = factories.checkable_claim(stage=Claim.Stage.CANDIDATE)
    with recorded("accept", by=bob):
        Claim.objects.filter(pk=claim.pk).update(stage=Claim.Stage.ACCEPTED)
    assert factories.approved(claim, author=factories.user(), approver=bob).state == "approved"
