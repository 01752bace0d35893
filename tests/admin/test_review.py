"""The review queue: others' work only, what changed since the last look, and an approval of exactly what was shown."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Assessment, Claim, ClaimRelation, Evidence, Review, User
from claims.workflow import ask_panel, recorded, return_, submit
from tests import factories
from tests.admin.desk import Desk, form_data, said, text_of

QUEUE = reverse("admin:review")


def page(assessment: Assessment) -> str:
    return reverse("admin:review-one", args=[assessment.pk])


def decide(desk: Desk, assessment: Assessment, decision: str, **typed: Any) -> Any:
    data = {**form_data(desk.open(page(assessment))), **typed, decision: "1"}
    return desk.client.post(page(assessment), data)


def test_the_queue_holds_what_others_submitted_longest_wait_first(alice: User, bob: User, bob_desk: Desk) -> None:
    first, second = factories.submitted(author=alice), factories.submitted(author=alice)
    factories.submitted(author=bob)
    factories.draft(author=alice)
    assert bob_desk.open(QUEUE).context["rows"] == [first, second]


def test_nobody_sees_the_page_of_their_own_verdict(bob: User, bob_desk: Desk) -> None:
    own = factories.submitted(author=bob)
    answer = bob_desk.open(page(own))
    assert answer["Location"] == QUEUE
    assert said(answer) == ["Nobody decides on what they wrote themselves."]


@pytest.mark.parametrize("decision", ["approve", "return"])
def test_nobody_decides_on_their_own_verdict(decision: str, bob: User, bob_desk: Desk) -> None:
    own = factories.submitted(author=bob)
    bob_desk.client.post(page(own), {decision: "1", "comment": "Fine", "shown": "x"})
    own.refresh_from_db()
    assert own.state == Assessment.State.SUBMITTED


def test_who_may_not_approve_has_no_queue(alice: User, alice_desk: Desk) -> None:
    submitted = factories.submitted(author=alice)
    assert alice_desk.open(QUEUE).status_code == 403
    assert alice_desk.open(page(submitted)).status_code == 403


def test_an_approval_leads_to_the_next_in_the_queue(alice: User, bob_desk: Desk) -> None:
    first, second = factories.submitted(author=alice), factories.submitted(author=alice)
    answer = decide(bob_desk, first, "approve", comment="Well sourced.")
    assert answer["Location"] == page(second)
    first.refresh_from_db()
    assert first.state == Assessment.State.APPROVED
    assert Review.objects.get().comment == "Well sourced."


def test_after_the_last_one_comes_the_empty_queue(alice: User, bob_desk: Desk) -> None:
    answer = decide(bob_desk, factories.submitted(author=alice), "approve")
    assert answer["Location"] == QUEUE
    assert "Nothing waits for a second person." in text_of(bob_desk.open(QUEUE))


def test_a_return_needs_its_comment(alice: User, bob_desk: Desk) -> None:
    submitted = factories.submitted(author=alice)
    answer = decide(bob_desk, submitted, "return", comment="  ")
    assert said(answer) == ["Say what has to change."]
    decide(bob_desk, submitted, "return", comment="Name the month.")
    submitted.refresh_from_db()
    assert submitted.state == Assessment.State.RETURNED


def test_an_approval_of_what_was_changed_meanwhile_is_refused_and_the_comment_kept(alice: User, bob_desk: Desk) -> None:
    submitted = factories.submitted(author=alice)
    shown = form_data(bob_desk.open(page(submitted)))
    Evidence.objects.filter(claim=submitted.claim).update(note=factories.text("Something else."))
    answer = bob_desk.client.post(page(submitted), {**shown, "comment": "Good.", "approve": "1"})
    assert said(answer) == ["It was changed after you opened it. Look at what is new, then decide."]
    assert form_data(answer)["comment"] == "Good."
    assert "Something else." in text_of(answer)
    submitted.refresh_from_db()
    assert submitted.state == Assessment.State.SUBMITTED
    bob_desk.client.post(page(submitted), {**form_data(answer), "approve": "1"})
    submitted.refresh_from_db()
    assert submitted.state == Assessment.State.APPROVED


def test_a_form_that_does_not_say_what_it_showed_approves_nothing(alice: User, bob_desk: Desk) -> None:
    submitted = factories.submitted(author=alice)
    bob_desk.client.post(page(submitted), {"approve": "1"})
    submitted.refresh_from_db()
    assert submitted.state == Assessment.State.SUBMITTED


def test_who_edited_it_is_told_why_they_cannot_approve(alice: User, bob: User, bob_desk: Desk) -> None:
    submitted = factories.submitted(author=alice)
    with recorded("edit", by=bob):
        Claim.objects.filter(pk=submitted.claim_id).update(statement=factories.text("Edited by Bob."))
    opened = bob_desk.open(page(submitted))
    assert "Nobody approves what they edited themselves." in text_of(opened)
    assert 'name="approve" value="1" class="button default" data-key="a" disabled' in opened.rendered_content


def test_the_first_look_at_an_unpublished_claim_has_no_differences(alice: User, bob_desk: Desk) -> None:
    assert "read all of it" in text_of(bob_desk.open(page(factories.submitted(author=alice))))


def test_after_a_return_the_reviewer_sees_what_is_new_since_they_looked(alice: User, bob: User, bob_desk: Desk) -> None:
    submitted = factories.submitted(author=alice)
    bob_desk.open(page(submitted))
    return_(submitted, by=bob, comment="Say how much.")
    Assessment.objects.filter(pk=submitted.pk).update(summary=factories.text("Prices rose by a third."))
    submit(Assessment.objects.get(pk=submitted.pk), by=alice)
    opened = bob_desk.open(page(submitted))
    assert opened.context["page"].shown.against == "look"
    assert [change["field"] for change in opened.context["page"].shown.changes] == ["summary"]
    assert "Say how much." in text_of(opened)
    assert bob_desk.open(page(submitted)).context["page"].shown.changes == opened.context["page"].shown.changes


def test_of_a_published_claim_the_difference_to_what_readers_see_is_shown(alice: User, bob_desk: Desk) -> None:
    claim = factories.published(rating="half-true").claim
    submitted = factories.submitted(claim, author=alice, rating="false")
    shown = bob_desk.open(page(submitted)).context["page"].shown
    assert shown.against == "version"
    assert [change["field"] for change in shown.changes] == ["rating"]


def test_the_other_difference_is_one_link_away(alice: User, bob: User, bob_desk: Desk) -> None:
    claim = factories.published(rating="half-true").claim
    submitted = factories.submitted(claim, author=alice, rating="false")
    bob_desk.open(page(submitted))
    return_(submitted, by=bob, comment="Say how much.")
    Assessment.objects.filter(pk=submitted.pk).update(summary=factories.text("Prices rose by a third."))
    submit(Assessment.objects.get(pk=submitted.pk), by=alice)
    assert 'href="?since=version"' in bob_desk.open(page(submitted)).rendered_content
    shown = bob_desk.open(page(submitted), since="version").context["page"].shown
    assert [change["field"] for change in shown.changes] == ["rating", "summary"]


def test_what_is_decided_already_leads_back_to_the_queue(alice: User, bob: User, bob_desk: Desk) -> None:
    approved = factories.approved(author=alice, approver=factories.user("editor"))
    answer = bob_desk.open(page(approved))
    assert answer["Location"] == QUEUE
    assert said(answer) == ["It is approved by now; there is nothing to decide."]


def test_a_panel_that_is_not_complete_keeps_the_verdict_from_being_approved(alice: User, bob_desk: Desk) -> None:
    draft = ask_panel(factories.draft(author=alice), votes=1, by=alice)
    submitted = submit(draft, by=alice)
    opened = bob_desk.open(page(submitted))
    assert "0 of 1 votes cast." in text_of(opened)
    assert "/verb/cast_vote/" in opened.rendered_content
    decide(bob_desk, submitted, "approve")
    submitted.refresh_from_db()
    assert submitted.state == Assessment.State.SUBMITTED


def test_a_confidential_source_is_shown_as_readers_will_see_it(alice: User, bob_desk: Desk) -> None:
    claim = factories.checkable_claim()
    factories.evidence(claim, confidential=True, public_reason=factories.text("The source is at risk."))
    text = text_of(bob_desk.open(page(factories.submitted(claim, author=alice))))
    assert "The source is at risk." in text


def test_the_queue_needs_few_queries_however_long_it_is(
    alice: User, bob_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        factories.submitted(author=alice)
    with django_assert_max_num_queries(6):
        bob_desk.open(QUEUE)


def test_a_review_needs_no_more_queries_for_more_evidence_and_neighbours(
    alice: User, bob_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    waiting = factories.submitted(author=alice)
    address = page(waiting)

    def neighbours(kind: ClaimRelation.Kind) -> None:
        factories.evidence(waiting.claim)
        other = factories.published(factories.checkable_claim()).claim
        ClaimRelation.objects.create(from_claim=waiting.claim, kind=kind, to_claim=other)
        ClaimRelation.objects.create(from_claim=other, kind=kind, to_claim=waiting.claim)
        bob_desk.open(address)  # What is new is remembered at the first look.

    neighbours(ClaimRelation.Kind.UPDATES)
    with django_assert_max_num_queries(44) as few:
        bob_desk.open(address)
    count = len(few)
    neighbours(ClaimRelation.Kind.CONTRADICTS)
    neighbours(ClaimRelation.Kind.VARIANT_OF)
    with django_assert_max_num_queries(count):
        bob_desk.open(address)


@pytest.mark.parametrize("address", ["/admin/review/999999/", "/admin/review/x/"])
def test_an_unknown_verdict_is_not_found(address: str, bob_desk: Desk) -> None:
    assert bob_desk.open(address).status_code == 404
