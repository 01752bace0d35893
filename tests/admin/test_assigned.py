"""Whose work a claim is: in the list, on the desk, and to whoever is editing it meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, User
from claims.workflow import assign, publish
from tests import factories
from tests.admin.desk import Desk, text_of

LIST = "/admin/claims/claim/"


@pytest.fixture
def assigned(alice: User, bob: User) -> dict[str, Claim]:
    """By whose it is; what was alice's is finished."""
    verdict = factories.approved(author=alice, approver=bob)
    finished = assign(publish(verdict, by=bob).claim, to=alice, by=bob)
    return {
        "finished": finished,
        "alice": assign(factories.claim(statement=factories.text("Sugar is dear.")), to=alice, by=bob),
        "bob": assign(factories.claim(), to=bob, by=bob),
        "nobody": factories.claim(),
    }


def found(desk: Desk, chosen: object) -> set[str]:
    return {claim.slug for claim in desk.open(LIST, assigned=chosen).context["cl"].result_list}


def test_the_list_is_filtered_by_whose_work_it_is(
    assigned: dict[str, Claim], bob: User, alice_desk: Desk, bob_desk: Desk
) -> None:
    slugs = {whose: claim.slug for whose, claim in assigned.items()}
    assert found(alice_desk, "me") == {slugs["alice"], slugs["finished"]}
    assert found(alice_desk, "me-unfinished") == {slugs["alice"]}
    assert found(alice_desk, bob.pk) == {slugs["bob"]}
    assert found(bob_desk, "me") == {slugs["bob"]}
    assert found(alice_desk, "nobody") == {slugs["nobody"]}


@pytest.mark.parametrize("chosen", ["somebody", "²", "-1", "1'"])
def test_a_filter_for_no_person_leads_back_to_the_whole_list(chosen: str, alice_desk: Desk) -> None:
    assert alice_desk.open(LIST, assigned=chosen).headers["Location"] == f"{LIST}?e=1"


def test_the_list_and_the_page_name_the_person(assigned: dict[str, Claim], bob_desk: Desk) -> None:
    page = bob_desk.open(LIST)
    assert '<td class="field-assignee">Alice</td>' in page.rendered_content
    assert "Assigned to: Alice" in text_of(bob_desk.page(assigned["alice"]))


def test_the_desk_shows_what_is_assigned_to_me_until_it_is_finished(
    assigned: dict[str, Claim], alice_desk: Desk
) -> None:
    desk = alice_desk.open("/admin/")
    pile = desk.context["desk"].waiting[0]
    assert (str(pile.title), [row.title for row in pile.rows], pile.total) == ("Assigned to you", ["Sugar is dear."], 1)
    assert pile.address in desk.rendered_content
    assert "Sugar is dear." in text_of(desk)
    assert list(alice_desk.client.get(pile.address).context["cl"].result_list) == [assigned["alice"]]


def test_another_verdict_in_the_making_is_work_again(alice: User, assigned: dict[str, Claim]) -> None:
    assert assigned["finished"] not in Claim.objects.unfinished()
    factories.draft(assigned["finished"], author=alice)
    assert assigned["finished"] in Claim.objects.unfinished()


def test_an_assignment_meanwhile_is_shown_and_kept(bob: User, alice_desk: Desk) -> None:
    claim = factories.claim()
    opened = alice_desk.page(claim)
    assign(claim, to=bob, by=bob)
    refused = alice_desk.save(opened, timeframe_1="In 2025")
    (field,) = (one for one in refused.context["adminform"].form.conflict.fields if one.label == "assigned to")
    assert (field.theirs, field.is_taken) == ("Bob", True)
    alice_desk.save(refused)
    claim.refresh_from_db()
    assert (claim.assigned_to, claim.timeframe.data) == (bob, {"en": "In 2025"})


def test_the_claims_page_needs_no_more_queries_for_more_history(alice: User, bob: User, alice_desk: Desk) -> None:
    claim = factories.draft(author=alice).claim
    assign(claim, to=bob, by=bob)
    alice_desk.page(claim)
    few = _queries(alice_desk, claim)
    for _number in range(4):
        factories.appearance(claim)
        factories.evidence(claim)
        assign(claim, to=alice, by=bob)
    assert _queries(alice_desk, claim) == few


def _queries(desk: Desk, claim: Claim) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert desk.page(claim).status_code == 200
    return len(counted)
