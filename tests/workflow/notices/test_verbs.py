"""Whom each verb tells, and what it settles."""

from datetime import date

import pytest

from claims.models import Notification, Publication, Rating, ReaderReport, User
from claims.workflow import (
    VerbRefused,
    answer_report,
    approve,
    ask_panel,
    assign,
    cast_vote,
    correct,
    notify_reported,
    notify_review_due,
    publish,
    publish_unverified,
    retract,
    return_,
    schedule_review,
    submit,
)
from tests import factories
from tests.workflow.notices.told import unread


def test_who_gets_a_claim_is_told_and_who_takes_one_is_not(alice: User, bob: User) -> None:
    assign(factories.claim(), to=alice, by=bob)
    assign(factories.claim(), to=bob, by=bob)
    assert unread() == {("alice", "assigned")}


def test_who_loses_a_claim_need_not_look_any_more(alice: User, bob: User, beth: User) -> None:
    claim = factories.claim()
    assign(claim, to=alice, by=bob)
    assign(claim, to=beth, by=bob)
    assert unread() == {("beth", "assigned")}


def test_a_submission_is_told_to_those_who_may_approve_it(alice: User, bob: User, beth: User, charlie: User) -> None:
    factories.user("researcher")
    factories.submitted(author=alice)
    assert unread() == {("bob", "submitted"), ("beth", "submitted")}


def test_an_editor_who_wrote_a_part_of_it_is_not_asked_to_approve(alice: User, bob: User, beth: User) -> None:
    claim = factories.accepted(by=bob, without_appearance=True)
    factories.evidence(claim)
    factories.evidence(claim)
    factories.submitted(claim, author=alice)
    assert unread() == {("beth", "submitted")}


def test_a_superuser_is_asked_only_where_nobody_has_the_role(alice: User) -> None:
    User.objects.create_superuser("root")
    factories.submitted(author=alice)
    assert unread() == {("root", "submitted")}
    factories.user("editor", username="bob")
    factories.submitted(author=alice)
    assert set(Notification.objects.unread().order_by("-pk")[:1].values_list("recipient__username")) == {("bob",)}


def test_a_second_submission_goes_to_who_returned_the_first(alice: User, bob: User, beth: User) -> None:
    assessment = return_(factories.submitted(author=alice), comment="Which year?", by=bob)
    assert unread() == {("alice", "returned")}
    submit(assessment, by=alice)
    assert unread() == {("bob", "submitted")}


def test_a_refused_submission_is_told_to_nobody(alice: User, bob: User) -> None:
    with pytest.raises(VerbRefused):
        submit(factories.draft(author=alice, rating=None), by=alice)
    assert unread() == set()


def test_an_approval_is_told_to_its_author_and_asks_nobody_else_any_more(alice: User, bob: User, beth: User) -> None:
    approve(factories.submitted(author=alice), by=bob)
    assert unread() == {("alice", "approved")}


def test_a_return_is_told_to_its_author_and_to_who_had_approved_it(alice: User, bob: User, beth: User) -> None:
    return_(factories.approved(author=alice, approver=bob), comment="A newer report is out.", by=beth)
    assert unread() == {("alice", "returned"), ("bob", "returned")}


def test_a_publication_is_told_to_those_who_stand_for_it(alice: User, bob: User, beth: User) -> None:
    carol = factories.user("researcher", username="carol")
    assessment = factories.approved(author=alice, approver=bob)
    assign(assessment.claim, to=carol, by=beth)
    publish(assessment, by=beth)
    assert unread() == {
        ("alice", "published"),
        ("bob", "published"),
        ("carol", "published"),
        ("carol", "assigned"),
    }


def test_a_claim_published_as_unverified_is_news_to_who_works_on_it(alice: User, bob: User) -> None:
    claim = factories.claim(assigned_to=alice)
    publish_unverified(claim, by=bob)
    assert unread() == {("alice", "published")}


def test_a_correction_and_a_retraction_are_told_as_such(alice: User, bob: User, beth: User) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    Notification.objects.all().delete()
    another = factories.approved(claim, author=alice, approver=bob, rating="false")
    note = factories.text("The report was misread.")
    correct(another, correction_type=Publication.CorrectionType.RATING_CHANGED, note=note, by=beth)
    assert unread() == {("alice", "corrected"), ("bob", "corrected")}
    retract(claim, note=factories.text("It was not ours to judge."), by=beth)
    assert unread() >= {("alice", "retracted"), ("bob", "retracted")}


# --- Panels


def test_a_submission_to_a_panel_asks_for_votes_first(alice: User, bob: User, beth: User) -> None:
    assessment = ask_panel(factories.draft(author=alice), votes=2, by=alice)
    assert unread() == set()
    assessment = submit(assessment, by=alice)
    assert unread() == {("bob", "vote-asked"), ("beth", "vote-asked")}
    rating = Rating.objects.get(slug="half-true")
    cast_vote(assessment, rating=rating, rationale="It says so.", by=bob)
    assert unread() == {("beth", "vote-asked")}
    cast_vote(assessment, rating=rating, rationale="It does.", by=beth)
    assert unread() == {("bob", "submitted")}


def test_a_panel_asked_after_the_submission_asks_for_votes_instead_of_a_decision(alice: User, bob: User) -> None:
    assessment = factories.submitted(author=alice)
    assert unread() == {("bob", "submitted")}
    ask_panel(assessment, votes=1, by=alice)
    assert unread() == {("bob", "vote-asked")}


# --- What needs nobody any more


def test_a_review_that_was_due_is_settled_by_new_dates(alice: User, bob: User) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    Notification.objects.all().delete()
    notify_review_due(claim, due=date(2026, 1, 1))
    assert unread() == {("alice", "review-due"), ("bob", "review-due")}
    schedule_review(claim, review_due=date(2099, 1, 1), by=bob)
    assert unread() == set()


def test_a_report_that_is_answered_needs_nobody_any_more(bob: User, beth: User) -> None:
    report = ReaderReport.objects.create(kind="suggestion", text="Is it true?", language="en")
    notify_reported(report)
    assert unread() == {("bob", "reported"), ("beth", "reported")}
    answer_report(report, state=ReaderReport.State.LOOKED_AT, answer="", correction=None, by=bob)
    assert unread() == set()
