"""An edit that takes an approval away says so, to whoever edits and to those whom it concerns."""

from claims.models import Assessment, User
from claims.workflow import recorded, tag
from tests import factories
from tests.workflow.notices.told import unread


def test_whoever_had_approved_is_told(alice: User, bob: User, beth: User) -> None:
    approved = factories.approved(author=alice, approver=bob)
    claim = approved.claim
    with recorded("edit", by=alice) as cleared:
        claim.statement = factories.text("Rice became dearer.")
        claim.save()
    assert cleared == [approved]
    assert unread() == {("bob", "approval-cleared")}


def test_when_the_approver_edits_the_author_is_told_and_somebody_else_is_asked(
    alice: User, bob: User, beth: User
) -> None:
    claim = factories.approved(author=alice, approver=bob).claim
    with recorded("edit", by=bob):
        claim.statement = factories.text("Rice became dearer.")
        claim.save()
    assert unread() == {("alice", "approval-cleared"), ("beth", "submitted")}


def test_what_nobody_had_approved_is_not_told(alice: User, bob: User) -> None:
    submitted = factories.submitted(author=alice)
    told = unread()
    with recorded("edit", by=alice) as cleared:
        submitted.claim.statement = factories.text("Rice became dearer.")
        submitted.claim.save()
    assert cleared == []
    assert unread() == told


def test_a_source_of_two_claims_takes_both_approvals_away(alice: User, bob: User, beth: User) -> None:
    source = factories.source()
    both = []
    for _number in range(2):
        claim = factories.checkable_claim()
        factories.evidence(claim, source=source)
        both.append(factories.approved(claim, author=alice, approver=bob))
    with recorded("edit", by=alice) as cleared:
        source.title = "The table of 2024"
        source.save()
    assert cleared == both
    assert set(Assessment.objects.values_list("state", flat=True)) == {"submitted"}


def test_a_verb_that_changes_topics_tells_as_an_edit_does(alice: User, bob: User) -> None:
    approved = factories.approved(author=alice, approver=bob)
    tag(approved.claim, add=[factories.topic()], by=alice)
    assert ("bob", "approval-cleared") in unread()
