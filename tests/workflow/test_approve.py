import pytest

from claims.models import Assessment, Review
from claims.record import approval_digest, build_document
from claims.workflow import VerbRefused, approve
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_second_person_approves() -> None:
    bob = factories.user("editor")
    assessment = approve(factories.submitted(author=factories.user()), by=bob, comment="Well sourced.")
    assessment.refresh_from_db()
    assert assessment.state == Assessment.State.APPROVED
    assert assessment.approver == bob
    assert len(assessment.approved_digest) == 64
    assert Review.objects.get().comment == "Well sourced."


def test_an_author_cannot_approve_their_own_assessment() -> None:
    alice = factories.user("editor")
    assessment = factories.submitted(author=alice)
    with pytest.raises(VerbRefused, match="wrote themselves"):
        approve(assessment, by=alice)
    assert not Review.objects.exists()


def test_an_administrator_cannot_approve_their_own_assessment_either() -> None:
    root = factories.user("administrator", is_superuser=True)
    assessment = factories.submitted(author=root)
    with pytest.raises(VerbRefused, match="wrote themselves"):
        approve(assessment, by=root)


def test_a_researcher_cannot_approve() -> None:
    assessment = factories.submitted(author=factories.user())
    with pytest.raises(VerbRefused) as refusal:
        approve(assessment, by=factories.user("researcher"))
    assert refusal.value.is_permission


def test_a_dismissed_account_cannot_approve() -> None:
    assessment = factories.submitted(author=factories.user())
    with pytest.raises(VerbRefused):
        approve(assessment, by=factories.user("editor", is_active=False))


def test_a_draft_cannot_be_approved() -> None:
    assessment = factories.draft(author=factories.user())
    with pytest.raises(VerbRefused, match="Only a submitted"):
        approve(assessment, by=factories.user("editor"))


def test_the_gate_is_asked_again_at_approval() -> None:
    assessment = factories.submitted(author=factories.user())
    assessment.claim.evidence.all().delete()
    with pytest.raises(VerbRefused, match="needs 2 items"):
        approve(assessment, by=factories.user("editor"))


def test_a_stale_copy_of_the_assessment_does_not_approve_twice() -> None:
    bob = factories.user("editor")
    stale = factories.submitted(author=factories.user())
    approve(stale, by=bob)
    with pytest.raises(VerbRefused, match="Only a submitted"):
        approve(stale, by=bob)
    assert Review.objects.count() == 1


def test_an_approval_of_what_was_shown_refuses_anything_else() -> None:
    bob = factories.user("editor")
    submitted = factories.submitted(author=factories.user())
    shown = approval_digest(build_document(submitted.claim, submitted))
    Assessment.objects.filter(pk=submitted.pk).update(summary=factories.text("Another summary."))
    with pytest.raises(VerbRefused, match="changed after you opened it"):
        approve(submitted, by=bob, shown_digest=shown)
    fresh = Assessment.objects.get(pk=submitted.pk)
    assert fresh.state == Assessment.State.SUBMITTED
    shown = approval_digest(build_document(fresh.claim, fresh))
    assert approve(fresh, by=bob, shown_digest=shown).approved_digest == shown
