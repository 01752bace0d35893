import pytest

from claims.workflow import VerbRefused, assign
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_researcher_takes_a_claim_and_gives_it_back() -> None:
    alice, claim = factories.user(), factories.claim()
    assert assign(claim, to=alice, by=alice).assigned_to == alice
    assert assign(claim, to=None, by=alice).assigned_to is None


def test_a_researcher_assigns_nobody_else() -> None:
    alice, carol, claim = factories.user(), factories.user(), factories.claim()
    with pytest.raises(VerbRefused) as refusal:
        assign(claim, to=carol, by=alice)
    assert refusal.value.is_permission


def test_a_researcher_does_not_take_a_colleagues_claim_away() -> None:
    alice, carol, claim = factories.user(), factories.user(), factories.claim()
    assign(claim, to=carol, by=carol)
    with pytest.raises(VerbRefused, match="only to yourself"):
        assign(claim, to=alice, by=alice)


def test_an_editor_assigns_a_colleague() -> None:
    alice, bob, claim = factories.user(), factories.user("editor"), factories.claim()
    assert assign(claim, to=alice, by=bob).assigned_to == alice


def test_an_account_that_is_closed_gets_no_work() -> None:
    gone, bob, claim = factories.user(is_active=False), factories.user("editor"), factories.claim()
    with pytest.raises(VerbRefused, match="not active"):
        assign(claim, to=gone, by=bob)


def test_an_assignment_leaves_an_approval_alone() -> None:
    bob = factories.user("editor")
    assessment = factories.approved(author=factories.user(), approver=bob)
    assign(assessment.claim, to=bob, by=bob)
    assessment.refresh_from_db()
    assert assessment.state == "approved"
