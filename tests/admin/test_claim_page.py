"""What stands on a claim's page beside its own fields: cards of evidence, the verdict, rulings, comments."""

import re
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Assessment, Claim, Comment, Evidence, User
from claims.workflow import submit
from tests import factories
from tests.admin.desk import Desk, change_address, form_data, text_of, verb_address


def test_evidence_is_sent_in_the_order_of_its_numbers(alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    alice_desk.save(alice_desk.page(claim), **{"evidence-0-position": 2, "evidence-1-position": 1})
    assert list(claim.evidence.order_by("position").values_list("stance", flat=True)) == ["refutes", "supports"]
    stances = re.findall(
        r'name="evidence-\d-stance" value="(\w+)"[^>]*checked', alice_desk.page(claim).rendered_content
    )
    assert stances == ["refutes", "supports"]


def test_a_card_says_what_its_source_is(alice_desk: Desk) -> None:
    claim = factories.claim()
    archived = factories.source(archived_url="https://archive.example/1", title="The ministry's table")
    factories.evidence(claim, source=archived)
    page = alice_desk.page(claim)
    assert "The ministry's table" in text_of(page)
    assert 'href="https://archive.example/1"' in page.rendered_content
    assert "2025-01-02" in text_of(page)


def test_the_author_writes_the_verdict_on_the_claims_page(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    answer = alice_desk.save(alice_desk.page(draft.claim), **{"assessments-0-summary_1": "Written here."})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.summary.data["en"] == "Written here."


def test_nobody_else_does(alice: User, bob_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    assert "assessments-0-summary_1" not in form_data(bob_desk.page(draft.claim))


def test_what_was_typed_after_the_submission_is_shown_again_and_not_saved(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    opened = alice_desk.page(draft.claim)
    submit(draft, by=alice)
    answer = alice_desk.save(opened, **{"assessments-0-summary_1": "Typed too late."})
    assert form_data(answer)["assessments-0-summary_1"] == "Typed too late."
    assert "It is submitted by now" in text_of(answer)
    draft.refresh_from_db()
    assert draft.summary.data["en"] != "Typed too late."


def test_a_stranger_cannot_smuggle_a_verdict_in(alice: User, bob_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    forged = {
        "assessments-TOTAL_FORMS": 1,
        "assessments-INITIAL_FORMS": 1,
        "assessments-0-id": draft.pk,
        "assessments-0-claim": draft.claim_id,
        "assessments-0-summary_1": "Mine now.",
        "assessments-0-seen_revision": draft.revision,
    }
    bob_desk.save(bob_desk.page(draft.claim), **forged)
    draft.refresh_from_db()
    assert draft.summary.data["en"] != "Mine now."


def test_save_and_submit_are_two_acts_of_which_the_second_is_confirmed(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    opened = alice_desk.page(draft.claim)
    answer = alice_desk.save(opened, **{"assessments-0-summary_1": "Ready.", "_submit_verdict": "1"})
    assert answer["Location"].startswith(verb_address(draft, "submit"))
    confirmed = alice_desk.client.post(answer["Location"], form_data(alice_desk.client.get(answer["Location"])))
    assert confirmed["Location"] == change_address(draft.claim)
    draft.refresh_from_db()
    assert (draft.state, draft.summary.data["en"]) == (Assessment.State.SUBMITTED, "Ready.")
    verbs = [event.pgh_context.metadata["verb"] for event in draft.events.order_by("pgh_id")]  # type: ignore[attr-defined]
    assert verbs[-2:] == ["edit", "submit"]


def test_save_and_submit_saves_what_is_not_ready_and_says_why(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(factories.claim(), author=alice)
    opened = alice_desk.page(draft.claim)
    answer = alice_desk.save(opened, **{"assessments-0-summary_1": "Half done.", "_submit_verdict": "1"})
    assert "A rated verdict needs 2 items of evidence." in text_of(alice_desk.client.get(answer["Location"]))
    draft.refresh_from_db()
    assert (draft.state, draft.summary.data["en"]) == (Assessment.State.DRAFT, "Half done.")


def test_a_similar_claim_with_another_verdict_is_warned_of(alice: User, alice_desk: Desk) -> None:
    factories.published(factories.checkable_claim(), rating="false")
    draft = factories.draft(factories.checkable_claim(), author=alice, rating="true")
    text = text_of(alice_desk.page(draft.claim))
    assert "Another verdict than this claim’s." in text


def test_a_similar_claim_with_the_same_verdict_is_only_named(alice: User, alice_desk: Desk) -> None:
    factories.published(factories.checkable_claim(), rating="true")
    draft = factories.draft(factories.checkable_claim(), author=alice, rating="true")
    text = text_of(alice_desk.page(draft.claim))
    assert "Another verdict than this claim’s." not in text
    assert "% alike" in text


def comment_address(claim: Claim) -> str:
    return reverse("admin:claims_claim_comment", args=[claim.pk])


def test_a_comment_is_written_beside_the_form_and_marked_up_harmless(alice_desk: Desk, bob: User) -> None:
    claim = factories.claim()
    answer = alice_desk.client.post(comment_address(claim), {"text": "@bob <script>alert(1)</script>\nLook"})
    assert answer["Location"] == change_address(claim) + "#comments"
    page = alice_desk.page(claim).rendered_content
    assert '<strong class="mention" title="Bob">@bob</strong> &lt;script&gt;' in page
    assert "<script>alert" not in page


def test_a_script_gets_the_list_or_the_reasons(alice_desk: Desk) -> None:
    claim = factories.claim()
    accept = {"Accept": "text/fragment+html"}
    answer = alice_desk.client.post(comment_address(claim), {"text": "Hello"}, headers=accept)
    assert "Hello" in answer.content.decode()
    answer = alice_desk.client.post(comment_address(claim), {"text": " "}, headers=accept)
    assert (answer.status_code, answer.json()) == (400, {"reasons": ["Write something first."]})


def test_an_outsider_neither_reads_nor_writes_comments(charlie_desk: Desk) -> None:
    claim = factories.claim()
    assert charlie_desk.client.post(comment_address(claim), {"text": "Hello"}).status_code == 403
    assert charlie_desk.open(reverse("admin:claims_claim_colleagues")).status_code == 403
    assert not Comment.objects.exists()


def test_a_comment_is_not_sent_by_following_a_link(alice_desk: Desk) -> None:
    assert alice_desk.open(comment_address(factories.claim())).status_code == 405


def test_the_page_teaches_what_a_good_statement_and_summary_are(alice: User, alice_desk: Desk) -> None:
    text = text_of(alice_desk.page(factories.draft(author=alice).claim))
    assert "What is a good statement?" in text
    assert "What is a good summary?" in text
    assert text.count("Not good:") == 2


def test_the_page_needs_no_more_queries_for_more_evidence(
    alice: User, alice_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = factories.draft(author=alice)
    claim = draft.claim
    alice_desk.page(claim)
    with django_assert_max_num_queries(44) as few:
        alice_desk.page(claim)
    for _number in range(10):
        factories.evidence(claim)
    with django_assert_max_num_queries(len(few)):
        alice_desk.page(claim)


def test_a_form_with_an_error_needs_no_query_for_each_source_to_show_it_again(
    alice_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def queries(claim: Claim) -> int:
        opened = alice_desk.page(claim)
        with django_assert_max_num_queries(400) as asked:
            assert alice_desk.save(opened, statement_0="", statement_1="").status_code == 200
        return sum('FROM "claims_source"' in query["sql"] for query in asked.captured_queries)

    few, many = factories.checkable_claim(), factories.checkable_claim()
    for _number in range(6):
        factories.evidence(many)
    # Django checks each row's choice with two; showing it again asks for nothing.
    assert queries(many) - queries(few) <= 2 * 6


@pytest.mark.parametrize("field", ["evidence-0-position", "evidence-0-stance"])
def test_a_card_with_nonsense_comes_back_with_an_error(field: str, alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    answer: Any = alice_desk.save(alice_desk.page(claim), **{field: "nonsense"})
    assert answer.status_code == 200
    assert Evidence.objects.filter(claim=claim, stance="supports").exists()
