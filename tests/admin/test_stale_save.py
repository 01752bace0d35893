"""Two people, two sessions, one row: nobody's words are lost without their knowing."""

from django.urls import reverse

from claims.models import Appearance, Assessment, Claim, Evidence, User
from tests import factories
from tests.admin.desk import Desk, form_data, text_of


def statement_of(claim: Claim) -> str:
    claim.refresh_from_db()
    return str(claim.statement.data["en"])


def test_a_stale_save_is_refused_and_shows_both_values(alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.claim(statement=factories.text("As it was"))
    opened_by_alice, opened_by_bob = alice_desk.page(claim), bob_desk.page(claim)
    bob_desk.save(opened_by_bob, statement_1="What Bob wrote")
    answer = alice_desk.save(opened_by_alice, statement_1="What Alice wrote")
    assert statement_of(claim) == "What Bob wrote"
    conflict = answer.context["adminform"].form.conflict
    assert conflict.who == "Bob"
    (field,) = conflict.fields
    assert field.theirs == "id: As it was (id)\nen: What Bob wrote"
    assert field.yours == "id: As it was (id)\nen: What Alice wrote"
    assert form_data(answer)["statement_1"] == "What Alice wrote"
    assert "Somebody changed this while you were editing" in text_of(answer)


def test_having_seen_the_other_version_one_may_save(alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.claim()
    opened_by_alice = alice_desk.page(claim)
    bob_desk.save(bob_desk.page(claim), statement_1="What Bob wrote")
    refused = alice_desk.save(opened_by_alice, statement_1="What Alice wrote")
    assert alice_desk.save(refused).status_code == 302
    assert statement_of(claim) == "What Alice wrote"


def test_what_only_the_colleague_changed_is_kept(alice_desk: Desk, bob_desk: Desk) -> None:
    claim, claimant = factories.claim(), factories.entity()
    opened_by_alice = alice_desk.page(claim)
    bob_desk.save(bob_desk.page(claim), claimant=claimant.pk, timeframe_1="In 2025", without_appearance="")
    refused = alice_desk.save(opened_by_alice, statement_1="What Alice wrote")
    alice_desk.save(refused)
    claim.refresh_from_db()
    assert claim.claimant == claimant
    assert claim.timeframe.data == {"en": "In 2025"}
    assert claim.without_appearance is False
    assert claim.statement.data["en"] == "What Alice wrote"


def test_a_third_change_in_between_is_refused_again(alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.claim()
    opened_by_alice = alice_desk.page(claim)
    bob_desk.save(bob_desk.page(claim), statement_1="Bob once")
    refused = alice_desk.save(opened_by_alice, statement_1="Alice")
    bob_desk.save(bob_desk.page(claim), statement_1="Bob twice")
    assert alice_desk.save(refused).status_code == 200
    assert statement_of(claim) == "Bob twice"


def test_a_verb_in_between_counts_as_a_change(alice: User, alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.candidate(by=alice)
    opened_by_alice = alice_desk.page(claim)
    bob_desk.verb(claim, "accept")
    answer = alice_desk.save(opened_by_alice, statement_1="Alice")
    stage = next(field for field in answer.context["adminform"].form.conflict.fields if field.label == "stage")
    assert stage.theirs == "accepted"


def test_a_form_without_a_revision_is_refused(alice_desk: Desk) -> None:
    claim = factories.claim()
    answer = alice_desk.save(alice_desk.page(claim), statement_1="Alice", seen_revision="")
    assert answer.status_code == 200
    assert statement_of(claim) != "Alice"


def test_a_change_of_topics_alone_warns_the_next_editor(alice_desk: Desk, bob_desk: Desk) -> None:
    claim, topic = factories.claim(), factories.topic()
    opened_by_alice = alice_desk.page(claim)
    bob_desk.save(bob_desk.page(claim), topics=[topic.pk])
    answer = alice_desk.save(opened_by_alice, statement_1="Alice")
    assert [field.label for field in answer.context["adminform"].form.conflict.fields][-1] == "topics"
    assert list(claim.topics.all()) == [topic]


def test_a_save_without_changes_leaves_the_row_alone(alice_desk: Desk) -> None:
    claim = factories.claim()
    alice_desk.save(alice_desk.page(claim), reason="Only looked")
    before = claim.revision
    claim.refresh_from_db()
    assert claim.revision == before


def test_two_people_may_edit_different_rows_of_one_page(alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.checkable_claim()
    first, second = claim.evidence.order_by("position")
    opened_by_alice, opened_by_bob = alice_desk.page(claim), bob_desk.page(claim)
    bob_desk.save(opened_by_bob, **{"evidence-0-locator": "p. 3"})
    assert alice_desk.save(opened_by_alice, **{"evidence-1-locator": "p. 7"}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.locator, second.locator) == ("p. 3", "p. 7")


def test_a_stale_row_of_evidence_is_refused_with_both_values(alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.checkable_claim()
    opened_by_alice = alice_desk.page(claim)
    bob_desk.save(bob_desk.page(claim), **{"evidence-0-locator": "p. 3"})
    answer = alice_desk.save(opened_by_alice, **{"evidence-0-locator": "p. 7"})
    assert Evidence.objects.filter(locator="p. 3").exists()
    text = text_of(answer)
    assert "Changed meanwhile" in text
    assert "p. 3" in text
    assert form_data(answer)["evidence-0-locator"] == "p. 7"
    assert alice_desk.save(answer).status_code == 302
    assert Evidence.objects.filter(locator="p. 7").exists()


def test_a_row_that_a_colleague_changed_is_not_removed_unseen(alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.checkable_claim()
    opened_by_alice = alice_desk.page(claim)
    bob_desk.save(bob_desk.page(claim), **{"evidence-0-locator": "p. 3"})
    answer = alice_desk.save(opened_by_alice, **{"evidence-0-DELETE": "on"})
    assert "changed a row that you want to remove" in text_of(answer)
    assert claim.evidence.count() == 2


def test_a_row_that_a_colleague_removed_is_not_brought_back_unseen(alice_desk: Desk, bob_desk: Desk) -> None:
    claim = factories.checkable_claim()
    opened_by_alice = alice_desk.page(claim)
    bob_desk.save(bob_desk.page(claim), **{"appearances-0-DELETE": "on"})
    answer = alice_desk.save(opened_by_alice, **{"appearances-0-occurrence": "repeat"})
    assert answer.status_code == 200
    assert "removed a row that you were editing" in text_of(answer)
    assert not Appearance.objects.exists()


def test_the_list_has_no_fields_that_could_be_saved_stale(alice_desk: Desk) -> None:
    factories.claim()
    page = alice_desk.open(reverse("admin:claims_claim_changelist"))
    assert page.context["cl"].formset is None


def test_an_assessment_in_two_windows_of_its_author(alice: User, alice_desk: Desk) -> None:
    assessment = factories.draft(author=alice)
    first, second = alice_desk.page(assessment), alice_desk.page(assessment)
    alice_desk.save(first, summary_1="First window", confidence="high")
    answer = alice_desk.save(second, summary_1="Second window")
    labels = {field.label: field.is_taken for field in answer.context["adminform"].form.conflict.fields}
    assert labels == {"confidence": True, "summary": False}
    assert Assessment.objects.get().summary.data["en"] == "First window"
