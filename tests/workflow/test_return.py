import pytest

from claims.models import Assessment, Review
from claims.workflow import VerbRefused, approve, return_, submit
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_returned_assessment_goes_back_to_its_author_with_the_comment() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = return_(factories.submitted(author=alice), by=bob, comment="Which year?")
    assert assessment.state == Assessment.State.RETURNED
    assert Review.objects.get().comment == "Which year?"
    assert submit(assessment, by=alice).state == Assessment.State.SUBMITTED


def test_returning_takes_an_approval_away() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = return_(approve(factories.submitted(author=alice), by=bob), by=bob, comment="I missed a date.")
    assessment.refresh_from_db()
    assert assessment.approver is None
    assert assessment.approved_digest == ""


def test_a_comment_is_needed() -> None:
    assessment = factories.submitted(author=factories.user())
    with pytest.raises(VerbRefused, match="what has to change"):
        return_(assessment, by=factories.user("editor"), comment="  ")


def test_an_author_does_not_return_their_own_work() -> None:
    alice = factories.user("editor")
    assessment = factories.submitted(author=alice)
    with pytest.raises(VerbRefused, match="wrote themselves"):
        return_(assessment, by=alice, comment="?")


def test_what_is_published_cannot_be_returned() -> None:
    publication = factories.published()
    with pytest.raises(VerbRefused, match="Only a submitted or approved"):
        return_(publication.assessment, by=factories.user("editor"), comment="Late.")
