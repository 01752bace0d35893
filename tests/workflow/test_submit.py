import pytest

from claims.models import Assessment, Claim
from claims.workflow import VerbRefused, submit
from tests import factories

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[VerbRefused]) -> set[str]:
    return {objection.code for objection in refusal.value.objections}


def test_the_author_submits_a_complete_draft() -> None:
    alice = factories.user()
    assessment = submit(factories.draft(author=alice), by=alice)
    assessment.refresh_from_db()
    assert assessment.state == Assessment.State.SUBMITTED
    assert assessment.submitted_at is not None


def test_only_the_author_submits() -> None:
    assessment = factories.draft(author=factories.user())
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=factories.user("editor"))
    assert codes(refusal) == {"not_author"}


def test_an_account_without_a_role_submits_nothing() -> None:
    assessment = factories.draft(author=factories.user())
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=factories.user(""))
    assert refusal.value.is_permission


def test_a_rated_verdict_needs_two_items_of_evidence() -> None:
    alice = factories.user()
    assessment = factories.draft(author=alice)
    assessment.claim.evidence.first().delete()
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=alice)
    assert codes(refusal) == {"too_little_evidence", "too_few_publishers"}


def test_two_items_from_one_publisher_are_not_enough() -> None:
    alice = factories.user()
    assessment = factories.draft(author=alice)
    first, second = assessment.claim.evidence.all()
    second.source.publisher = first.source.publisher
    second.source.save()
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=alice)
    assert codes(refusal) == {"too_few_publishers"}


def test_unproven_needs_no_evidence() -> None:
    alice = factories.user()
    claim = factories.claim()
    assessment = factories.draft(claim, author=alice, rating="unproven")
    assert submit(assessment, by=alice).state == Assessment.State.SUBMITTED


def test_the_summary_is_needed_in_every_language_of_the_site() -> None:
    alice = factories.user()
    assessment = factories.draft(author=alice, summary={"en": "Only English"})
    with pytest.raises(VerbRefused, match="id") as refusal:
        submit(assessment, by=alice)
    assert codes(refusal) == {"missing_language"}


def test_a_claim_needs_an_appearance_or_an_explicit_no_article() -> None:
    alice = factories.user()
    claim = factories.checkable_claim(appearances=False, without_appearance=False)
    assessment = factories.draft(claim, author=alice)
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=alice)
    assert codes(refusal) == {"no_appearance"}
    Claim.objects.filter(pk=claim.pk).update(without_appearance=True)
    assert submit(assessment, by=alice).state == Assessment.State.SUBMITTED


def test_everything_that_is_missing_is_told_at_once() -> None:
    alice = factories.user()
    claim = factories.claim(without_appearance=False)
    assessment = factories.draft(claim, author=alice, rating=None, summary={}, confidence="", as_of=None)
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=alice)
    assert codes(refusal) == {"no_appearance", "no_rating", "missing_language", "no_confidence", "no_as_of"}


def test_a_reasoning_beyond_what_pages_render_is_refused() -> None:
    alice = factories.user()
    assessment = factories.draft(author=alice, reasoning=factories.text("long " * 20_000))
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=alice)
    assert codes(refusal) == {"too_long"}


def test_a_submitted_assessment_is_not_submitted_again() -> None:
    alice = factories.user()
    assessment = factories.submitted(author=alice)
    with pytest.raises(VerbRefused) as refusal:
        submit(assessment, by=alice)
    assert codes(refusal) == {"wrong_state"}
