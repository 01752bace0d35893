"""Who may edit a verdict, and until when."""

from claims.models import Assessment, User
from claims.workflow import return_, submit
from tests import factories
from tests.admin.desk import Desk, address, form_data, said, text_of


def test_the_author_edits_a_draft(alice: User, alice_desk: Desk) -> None:
    assessment = factories.draft(author=alice)
    answer = alice_desk.save(alice_desk.page(assessment), summary_1="A better sentence.")
    assert answer.status_code == 302
    assessment.refresh_from_db()
    assert assessment.summary.data["en"] == "A better sentence."


def test_the_author_edits_what_was_returned(alice: User, bob: User, alice_desk: Desk) -> None:
    assessment = return_(factories.submitted(author=alice), by=bob, comment="Say more.")
    page = alice_desk.page(assessment)
    assert "summary_1" in form_data(page)
    assert "Say more." in text_of(page)


def test_nobody_but_the_author_edits_a_draft(alice: User, bob_desk: Desk) -> None:
    assessment = factories.draft(author=alice)
    page = bob_desk.page(assessment)
    assert page.status_code == 200
    assert "summary_1" not in form_data(page)
    assert bob_desk.save(page, summary_1="Bob's words").status_code == 403


def test_a_submitted_assessment_is_only_shown(alice: User, alice_desk: Desk) -> None:
    assessment = factories.submitted(author=alice)
    page = alice_desk.page(assessment)
    assert "summary_1" not in form_data(page)
    assert "Prices rose, though less than said." in text_of(page)


def test_a_save_after_the_submission_is_refused_and_nothing_typed_is_lost(alice: User, alice_desk: Desk) -> None:
    assessment = factories.draft(author=alice)
    opened = alice_desk.page(assessment)
    submit(assessment, by=alice)
    answer = alice_desk.save(opened, summary_1="Typed too late")
    assert "It is submitted by now and cannot be edited" in text_of(answer)
    assert form_data(answer)["summary_1"] == "Typed too late"
    assessment.refresh_from_db()
    assert assessment.summary.data["en"] == "Prices rose, though less than said."


def test_an_assessment_is_started_from_the_claim_not_added_here(alice_desk: Desk) -> None:
    assert alice_desk.open(address(Assessment, "add")).status_code == 403


def test_an_outsider_sees_no_assessment(alice: User, charlie_desk: Desk) -> None:
    assert charlie_desk.page(factories.draft(author=alice)).status_code == 403


def test_an_edit_that_takes_the_approval_away_says_so(alice: User, bob: User, alice_desk: Desk) -> None:
    claim = factories.approved(author=alice, approver=bob).claim
    saved = alice_desk.save(alice_desk.page(claim), statement_1="Rice became dearer, a little.")
    told = [words for words in said(saved) if "took away the approval" in words]
    assert told == [
        "This took away the approval of the verdict on “Rice became dearer, a little.”. It waits for a decision again."
    ]


def test_a_save_that_changes_nothing_keeps_the_approval_and_says_nothing_of_it(
    alice: User, bob: User, alice_desk: Desk
) -> None:
    approved = factories.approved(author=alice, approver=bob)
    saved = alice_desk.save(alice_desk.page(approved.claim))
    assert not [words for words in said(saved) if "approval" in words]
    approved.refresh_from_db()
    assert approved.state == "approved"
