"""The verbs on a claim through their pages: what is asked for, and what comes of it."""

from claims.models import Claim, Publication, PublishedClaim, User
from claims.workflow import publish
from tests import factories
from tests.admin.desk import Desk, said, text_of, verb_address

NOTE = {"note_0": "Alasan.", "note_1": "The reason."}


def test_merging_leads_to_the_other_claim(alice_desk: Desk) -> None:
    claim, into = factories.checkable_claim(), factories.checkable_claim()
    answer = alice_desk.verb(claim, "merge", into=into.pk, reason="The same words")
    assert said(answer) == ["Merged."]
    claim.refresh_from_db()
    assert claim.merged_into == into


def test_a_merge_that_is_refused_says_why_at_the_field(bob_desk: Desk) -> None:
    claim, draft = factories.published().claim, factories.claim()
    answer = bob_desk.verb(claim, "merge", into=draft.pk)
    assert "published as well" in str(answer.context["form"].errors["into"])


def test_a_repeat_is_found_by_its_words(alice_desk: Desk) -> None:
    claim, snapshot = factories.checkable_claim(), factories.snapshot()
    alice_desk.verb(claim, "attach_repeat", snapshot=snapshot.pk, quote=factories.QUOTE)
    appearance = claim.appearances.get(occurrence="repeat")
    assert (appearance.snapshot, appearance.exact) == (snapshot, factories.QUOTE)


def test_words_that_occur_twice_ask_which_are_meant(alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    snapshot = factories.snapshot("Rice is dear. They say: Rice is dear.")
    asked = alice_desk.verb(claim, "attach_repeat", snapshot=snapshot.pk, quote="Rice is dear.")
    assert "2 times, after 0, 24 characters" in str(asked.context["form"].errors["start"])
    alice_desk.verb(claim, "attach_repeat", snapshot=snapshot.pk, quote="Rice is dear.", start="24")
    assert claim.appearances.get(occurrence="repeat").start == 24


def test_words_that_do_not_occur_are_refused_and_kept(alice_desk: Desk) -> None:
    claim, snapshot = factories.checkable_claim(), factories.snapshot()
    page = alice_desk.verb(claim, "attach_repeat", snapshot=snapshot.pk, quote="Never said.")
    assert "do not occur" in str(page.context["form"].errors["quote"])
    assert "Never said." in page.rendered_content


def test_a_claim_is_taken_by_whoever_presses_assign(alice: User, alice_desk: Desk) -> None:
    claim = factories.claim()
    page = alice_desk.open(verb_address(claim, "assign"))
    assert f'<option value="{alice.pk}" selected>' in page.rendered_content
    alice_desk.verb(claim, "assign", to=alice.pk)
    claim.refresh_from_db()
    assert claim.assigned_to == alice


def test_relations_and_dates_go_through_their_pages(bob_desk: Desk) -> None:
    claim, other = factories.published().claim, factories.published().claim
    bob_desk.verb(claim, "relate", kind="contradicts", to=other.pk)
    assert claim.relations.get().to_claim == other
    bob_desk.verb(claim, "schedule_review", review_due="2030-01-01", expires_on="2031-01-01")
    assert str(PublishedClaim.objects.get(slug=claim.slug).review_due) == "2030-01-01"
    page = bob_desk.open(verb_address(claim, "schedule_review"))
    assert 'value="2031-01-01"' in page.rendered_content


def test_a_retraction_asks_for_a_public_reason(bob_desk: Desk) -> None:
    claim = factories.published().claim
    refused = bob_desk.verb(claim, "retract", note_0="Hanya satu bahasa.")
    assert "every language" in str(refused.context["form"].errors["note"])
    assert "still readable" in text_of(refused) or "stay readable" in text_of(refused)
    bob_desk.verb(claim, "retract", **NOTE)
    claim.refresh_from_db()
    assert claim.verification_status == Claim.VerificationStatus.RETRACTED


def test_a_redaction_is_confirmed_by_typing_the_slug(dora_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.published().claim
    typed = {"fields_removed": ["summary"], **NOTE}
    refused = dora_desk.verb(claim, "redact", confirmation="another", **typed)
    assert "not the slug" in str(refused.context["form"].errors["confirmation"])
    assert "Your role does not allow this." in text_of(bob_desk.open(verb_address(claim, "redact")))
    dora_desk.verb(claim, "redact", confirmation=claim.slug, **typed)
    assert "summary" not in Publication.objects.get(version=1).document


def test_who_presses_publish_second_sees_what_happened(alice: User, bob: User, bob_desk: Desk) -> None:
    carol = Desk(factories.user("editor", username="carol", public_name="Carol"))
    assessment = factories.approved(author=alice, approver=bob)
    opened = carol.open(verb_address(assessment, "publish"))
    assert opened.context["objections"] == []
    publish(assessment, by=bob)
    answer = carol.verb(assessment, "publish")
    assert any("It is published already: version 1 (first publication)" in message for message in said(answer))
    assert Publication.objects.count() == 1
