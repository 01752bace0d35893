import pytest
from django.db import DatabaseError, transaction

from claims.models import Assessment, EditorialPolicy, Rating, User, Vote
from claims.workflow import VerbRefused, approve, ask_panel, cast_vote, publish, return_, submit
from tests import factories

pytestmark = pytest.mark.django_db


def panel(votes: int = 2, **options: bool) -> tuple[Assessment, User, User, User]:
    alice, bob, carol = factories.user(), factories.user("editor"), factories.user("editor")
    assessment = ask_panel(factories.draft(author=alice), votes=votes, by=alice, **options)
    return submit(assessment, by=alice), alice, bob, carol


def vote(assessment: Assessment, by: User, rating: str = "half-true") -> Vote:
    return cast_vote(assessment, rating=Rating.objects.get(slug=rating), rationale="The report says so.", by=by)


def test_a_verdict_waits_for_the_votes_that_were_asked_for() -> None:
    assessment, _alice, bob, carol = panel()
    vote(assessment, bob)
    with pytest.raises(VerbRefused, match="1 vote is missing"):
        approve(assessment, by=bob)
    vote(assessment, carol, "false")
    assert approve(assessment, by=bob).state == "approved"


def test_votes_of_others_are_hidden_until_one_has_voted() -> None:
    assessment, alice, bob, carol = panel(votes=3)
    vote(assessment, bob)
    assert Vote.objects.visible_to(bob).count() == 1
    assert Vote.objects.visible_to(carol).count() == 0
    assert Vote.objects.visible_to(alice).count() == 0
    vote(assessment, carol)
    assert Vote.objects.visible_to(carol).count() == 2
    vote(assessment, factories.user("editor"))
    assert Vote.objects.visible_to(alice).count() == 3


def test_the_author_does_not_vote_and_nobody_votes_twice() -> None:
    assessment, _alice, bob, _carol = panel()
    vote(assessment, bob)
    with pytest.raises(VerbRefused, match="already"):
        vote(assessment, bob)
    own = submit(factories.draft(author=bob), by=bob)
    with pytest.raises(VerbRefused, match="wrote themselves"):
        vote(own, bob)


def test_a_vote_needs_a_rationale() -> None:
    assessment, _alice, bob, _carol = panel()
    with pytest.raises(VerbRefused, match="why"):
        cast_vote(assessment, rating=assessment.rating, rationale="  ", by=bob)


def test_the_database_refuses_a_vote_of_the_author_and_a_changed_vote() -> None:
    assessment, alice, bob, _carol = panel()
    with pytest.raises(DatabaseError, match="Nobody votes on what they wrote"), transaction.atomic():
        Vote.objects.create(
            assessment=assessment,
            submission=assessment.submission,
            voter=alice,
            rating=assessment.rating,
            rationale="My own work is right.",
        )
    cast = vote(assessment, bob)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Vote.objects.filter(pk=cast.pk).update(rationale="Another reason")


def test_an_edit_asks_for_new_votes() -> None:
    assessment, _alice, bob, carol = panel()
    vote(assessment, bob)
    vote(assessment, carol)
    assessment.claim.evidence.update(locator="page 7")
    with pytest.raises(VerbRefused, match="2 votes are missing"):
        approve(assessment, by=factories.user("editor"))
    vote(assessment, bob)


def test_a_returned_verdict_is_voted_on_anew() -> None:
    assessment, alice, bob, _carol = panel(votes=1)
    vote(assessment, bob)
    again = submit(return_(assessment, by=bob, comment="Add a source."), by=alice)
    with pytest.raises(VerbRefused, match="1 vote is missing"):
        approve(again, by=bob)


def test_the_split_is_published_without_names_when_the_assessment_says_so() -> None:
    assessment, _alice, bob, carol = panel(publish_split=True)
    vote(assessment, bob, "half-true")
    vote(assessment, carol, "false")
    document = publish(approve(assessment, by=bob), by=bob).document
    assert document["panel"]["votes"] == 2
    assert [(row["rating"], row["votes"]) for row in document["panel"]["split"]] == [("half-true", 1), ("false", 1)]
    assert carol.username not in str(document)


def test_the_split_stays_in_the_newsroom_otherwise() -> None:
    assessment, _alice, bob, carol = panel()
    vote(assessment, bob)
    vote(assessment, carol)
    assert publish(approve(assessment, by=bob), by=bob).document["panel"] is None


def test_the_policy_can_ask_for_votes_on_every_verdict() -> None:
    EditorialPolicy.objects.update(votes_needed=1)
    alice, bob = factories.user(), factories.user("editor")
    assessment = submit(factories.draft(author=alice), by=alice)
    with pytest.raises(VerbRefused, match="1 vote is missing"):
        approve(assessment, by=bob)
    with pytest.raises(VerbRefused, match="Between 1 and 50"):
        ask_panel(assessment, votes=0, by=alice)
