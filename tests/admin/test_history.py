"""The history on the pages: who, when, which verb, why, and what became what."""

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.admin.history import changes_of
from claims.models import Claim, User
from claims.workflow import accept, recorded
from tests import factories
from tests.admin.desk import Desk, address, text_of


def latest(claim: Claim) -> object:
    return changes_of(claim)[0]


@pytest.mark.django_db(transaction=True)
def test_an_edit_tells_who_why_and_what_became_what(alice_desk: Desk) -> None:
    claim, claimant = factories.claim(), factories.entity(name=factories.text("Bulog"))
    alice_desk.save(alice_desk.page(claim), claimant=claimant.pk, reason="The article names it")
    change = changes_of(claim)[0]
    assert (change.who, change.verb, change.reason) == ("Alice", "edited", "The article names it")
    (row,) = change.rows
    assert (row.kind, row.table) == ("update", "claim")
    assert [(field.label, field.old, field.new) for field in row.fields] == [("claimant", "", "Bulog")]


@pytest.mark.django_db(transaction=True)
def test_creating_a_claim_in_the_admin_has_an_actor_and_a_reason(alice_desk: Desk) -> None:
    opened = alice_desk.open(address(Claim, "add"))
    alice_desk.save(opened, statement_1="Rice became dearer.", reason="Heard on the radio")
    (change,) = changes_of(Claim.objects.get())
    assert (change.who, change.verb, change.reason) == ("Alice", "created", "Heard on the radio")


@pytest.mark.django_db(transaction=True)
def test_evidence_topics_and_verbs_belong_to_the_history_of_the_claim(alice: User, alice_desk: Desk) -> None:
    claim = factories.candidate(by=alice)
    accept(claim, by=alice, reason="Worth it")
    topic = factories.topic(name=factories.text("Food"))
    with recorded("edit", by=alice):
        claim.topics.add(topic)
        factories.evidence(claim, source=factories.source(title="Price report"))
    edit, accepted, proposed = changes_of(claim)
    assert [(row.kind, row.table, row.row) for row in edit.rows] == [
        ("insert", "evidence", "Price report"),
        ("insert", "topic", "Food"),
    ]
    assert (accepted.verb, accepted.reason) == ("accepted", "Worth it")
    assert [(field.old, field.new) for field in accepted.rows[0].fields] == [("candidate", "accepted")]
    assert proposed.verb == "proposed"


def test_acts_in_one_transaction_keep_their_order(alice: User, bob: User) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    verbs = [change.verb for change in changes_of(claim) if change.who]
    assert verbs[:4] == ["published", "approved", "submitted for approval", "started an assessment"]


def test_only_the_language_that_changed_is_told(alice_desk: Desk) -> None:
    claim = factories.claim(statement=factories.text("Before", "Sebelum"))
    alice_desk.save(alice_desk.page(claim), statement_1="After")
    edit = next(change for change in changes_of(claim) if change.verb == "edited")
    assert [(field.label, field.old, field.new) for field in edit.rows[0].fields] == [
        ("statement (en)", "Before", "After")
    ]


def test_a_change_past_the_application_is_told_as_such(alice_desk: Desk) -> None:
    claim = factories.claim()
    Claim.objects.filter(pk=claim.pk).update(checkworthiness="0.5")
    assert changes_of(claim)[0].who == ""
    assert "not through this site" in text_of(alice_desk.page(claim))


@pytest.mark.django_db(transaction=True)
def test_removing_a_row_is_remembered_with_its_name(alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    source = claim.evidence.order_by("position")[0].source
    alice_desk.save(alice_desk.page(claim), **{"evidence-0-DELETE": "on"}, reason="It was a copy")
    change = changes_of(claim)[0]
    assert [(row.kind, row.row) for row in change.rows] == [("delete", source.title)]
    assert change.reason == "It was a copy"


def test_what_people_wrote_is_shown_harmless(alice_desk: Desk) -> None:
    claim = factories.claim()
    alice_desk.save(alice_desk.page(claim), timeframe_1="<script>alert(1)</script>", reason="<b>because</b>")
    page = alice_desk.page(claim).rendered_content
    assert "<script>alert" not in page
    assert "<b>because" not in page
    assert "&lt;b&gt;because" in page


def test_the_history_page_of_any_row_tells_its_changes(alice_desk: Desk) -> None:
    topic = factories.topic(slug="before")
    alice_desk.save(alice_desk.page(topic), slug="after", reason="Clearer")
    page = alice_desk.open(address(topic, "history", topic.pk))
    assert "before → after" in text_of(page)
    assert "Clearer" in text_of(page)


def test_an_outsider_reads_no_history(charlie_desk: Desk) -> None:
    topic = factories.topic()
    assert charlie_desk.open(address(topic, "history", topic.pk)).status_code == 403


def test_the_history_needs_as_many_queries_for_many_changes_as_for_few(
    alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    claim = factories.published(author=alice).claim
    with django_assert_max_num_queries(30) as few:
        changes_of(claim)
    for _number in range(6):
        with recorded("edit", by=alice):
            factories.evidence(claim)
    with django_assert_max_num_queries(len(few)):
        changes_of(claim)


def test_a_name_is_told_though_the_change_that_brought_it_is_not_shown(alice: User) -> None:
    claim = factories.claim(claimant=factories.entity(name=factories.text("Harbour office")))
    for claimant in (factories.entity(name=factories.text("Market office")), None):
        with recorded("edit", by=alice):
            claim.claimant = claimant
            claim.save()
    ((newest,), (before,)) = ([row.fields for row in change.rows] for change in changes_of(claim, newest=2))
    assert [(field.old, field.new) for field in newest] == [("Market office", "")]
    assert [(field.old, field.new) for field in before] == [("Harbour office", "Market office")]
