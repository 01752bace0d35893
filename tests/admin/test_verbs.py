"""The verbs as buttons: which are open, why the others are closed, and what pressing one does."""

import pytest
from django.test import Client

from claims.models import Assessment, Claim, Publication, User
from claims.workflow import approve, correct, start_assessment
from claims.workflow import submit as submit_verb
from tests import factories
from tests.admin.desk import Desk, address, change_address, said, text_of, verb_address


def open_verbs(page: object) -> list[str]:
    return [button.verb.name for button in page.context["verb_buttons"] if not button.objections]  # type: ignore[attr-defined]


def test_a_researcher_may_accept_or_dismiss_a_candidate(alice: User, alice_desk: Desk) -> None:
    claim = factories.candidate(by=alice)
    assert open_verbs(alice_desk.page(claim)) == ["accept", "dismiss", "assign", "attach_repeat", "relate", "merge"]


def test_closed_verbs_say_why(alice: User, alice_desk: Desk) -> None:
    text = text_of(alice_desk.page(factories.candidate(by=alice)))
    assert "Accept the claim first." in text
    assert "Your role does not allow this." in text


def test_the_claim_page_offers_the_verbs_of_its_open_assessment(alice: User, bob_desk: Desk) -> None:
    assessment = factories.submitted(author=alice)
    assert verb_address(assessment, "approve") in bob_desk.page(assessment.claim).rendered_content


def test_the_author_is_not_offered_to_approve(bob: User, bob_desk: Desk) -> None:
    assessment = factories.submitted(author=bob)
    page = bob_desk.page(assessment)
    assert "approve" not in open_verbs(page)
    assert "Nobody decides on what they wrote themselves." in text_of(page)


def test_accepting_asks_first_then_says_what_happened(alice: User, alice_desk: Desk) -> None:
    claim = factories.candidate(by=alice)
    assert "Accept" in text_of(alice_desk.open(verb_address(claim, "accept")))
    claim.refresh_from_db()
    assert claim.stage == Claim.Stage.CANDIDATE
    answer = alice_desk.verb(claim, "accept", reason="Many readers ask")
    claim.refresh_from_db()
    assert claim.stage == Claim.Stage.ACCEPTED
    assert said(answer) == ["The claim is accepted."]
    assert answer.url == change_address(claim)


def test_dismissing_needs_its_reason(alice: User, alice_desk: Desk) -> None:
    claim = factories.candidate(by=alice)
    answer = alice_desk.verb(claim, "dismiss")
    assert answer.context["form"].errors["dismissal_reason"]
    alice_desk.verb(claim, "dismiss", dismissal_reason="opinion", note_0="Pendapat.", note_1="An opinion.")
    claim.refresh_from_db()
    assert claim.dismissal_reason == "opinion"
    assert claim.dismissal_note.data == {"id": "Pendapat.", "en": "An opinion."}


def test_starting_an_assessment_opens_it_with_its_author(alice: User, alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    answer = alice_desk.verb(claim, "start_assessment")
    assessment = Assessment.objects.get(claim=claim)
    assert assessment.author == alice
    assert answer.url == f"{change_address(claim)}#assessments-group"


def test_publishing_as_unverified(bob_desk: Desk) -> None:
    claim = factories.checkable_claim()
    bob_desk.verb(claim, "publish_unverified")
    assert Publication.objects.get().claim == claim


def test_every_objection_is_shown_when_a_verb_is_refused(alice: User, alice_desk: Desk) -> None:
    claim = factories.claim()
    assessment = start_assessment(claim, by=alice)
    answer = alice_desk.verb(assessment, "submit")
    messages = said(answer)
    assert "Choose a rating." in messages
    assert "Say how sure the evidence makes you." in messages
    assert "The summary is missing in: id, en." in messages


def test_the_whole_way_from_draft_to_published(alice: User, alice_desk: Desk, bob_desk: Desk) -> None:
    assessment = factories.draft(author=alice)
    alice_desk.verb(assessment, "submit")
    bob_desk.verb(assessment, "return", comment="Cite the report.")
    alice_desk.verb(assessment, "submit")
    bob_desk.verb(assessment, "approve", comment="Good.")
    answer = bob_desk.verb(assessment, "publish")
    assert said(answer)[-1] == "Published."
    publication = Publication.objects.get()
    assert (publication.author_name, publication.approver_name) == ("Alice", "Bob")


def test_returning_without_a_comment_is_an_error_of_the_form(alice: User, bob_desk: Desk) -> None:
    assessment = factories.submitted(author=alice)
    answer = bob_desk.verb(assessment, "return", comment=" ")
    assert answer.context["form"].errors["comment"]
    assessment.refresh_from_db()
    assert assessment.state == Assessment.State.SUBMITTED


def corrected_draft(alice: User, bob: User) -> Assessment:
    claim = factories.published(author=alice, approver=bob, rating="half-true").claim
    draft = start_assessment(claim, by=alice, **factories.verdict(rating="false"))
    return approve(submit_verb(draft, by=alice), by=bob)


def test_a_changed_rating_is_published_as_a_correction(alice: User, bob: User, bob_desk: Desk) -> None:
    assessment = corrected_draft(alice, bob)
    assert "needs another" not in text_of(bob_desk.page(assessment))
    assert open_verbs(bob_desk.page(assessment)) == ["return", "correct"]
    bob_desk.verb(assessment, "correct", correction_type="rating-changed", note_0="Salah.", note_1="It was wrong.")
    assert Publication.objects.get(version=2).kind == Publication.Kind.CORRECTION


def test_a_wrong_type_of_correction_comes_back_with_the_note(alice: User, bob: User, bob_desk: Desk) -> None:
    assessment = corrected_draft(alice, bob)
    answer = bob_desk.verb(assessment, "correct", correction_type="minor", note_0="Salah.", note_1="It was wrong.")
    assert answer.context["form"].errors["correction_type"]
    assert "It was wrong." in answer.rendered_content


def test_the_buttons_call_the_verbs_and_not_rules_of_their_own() -> None:
    from claims.admin.verbs import ASSESSMENT_VERBS

    assert next(verb for verb in ASSESSMENT_VERBS if verb.name == "correct").run is correct


def test_after_the_verb_the_person_is_where_the_button_was(alice: User, bob_desk: Desk) -> None:
    assessment = factories.submitted(author=alice)
    back = change_address(assessment.claim)
    assert bob_desk.verb(assessment, "approve", back=back).url == back


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_nobody_is_sent_to_a_foreign_site(back: str, alice: User, bob_desk: Desk) -> None:
    assessment = factories.submitted(author=alice)
    assert bob_desk.verb(assessment, "approve", back=back).url == change_address(assessment)


def test_a_verb_needs_the_csrf_token(alice: User) -> None:
    claim = factories.candidate(by=alice)
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(verb_address(claim, "accept")).status_code == 403


def test_opening_the_confirmation_changes_nothing(bob: User, bob_desk: Desk, alice: User) -> None:
    assessment = factories.approved(author=alice, approver=bob)
    assert bob_desk.open(verb_address(assessment, "publish")).status_code == 200
    assert not Publication.objects.exists()


def test_an_outsider_uses_no_verb(alice: User, charlie_desk: Desk) -> None:
    claim = factories.candidate(by=alice)
    assert charlie_desk.verb(claim, "accept").status_code == 403
    claim.refresh_from_db()
    assert claim.stage == Claim.Stage.CANDIDATE


@pytest.mark.parametrize("name", ["destroy", "publish"])
def test_an_unknown_verb_is_not_found(name: str, bob_desk: Desk) -> None:
    claim = factories.claim()
    assert bob_desk.verb(claim, name).status_code == 404
    assert bob_desk.open(address(claim, "verb", 999_999, "accept")).status_code == 404
