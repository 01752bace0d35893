import pytest

from claims.models import Appearance, Claim, Publication, PublishedClaim
from claims.record import verify_record
from claims.workflow import VerbRefused, attach_repeat, retract
from tests import factories

pytestmark = pytest.mark.django_db


def place() -> dict[str, object]:
    snapshot = factories.snapshot()
    start = snapshot.text.index(factories.QUOTE)
    return {"snapshot": snapshot, "start": start, "end": start + len(factories.QUOTE)}


def test_a_repeat_of_a_draft_is_kept_until_it_is_published() -> None:
    claim = factories.checkable_claim()
    appearance = attach_repeat(claim, by=factories.user(), **place())
    assert appearance.occurrence == Appearance.Occurrence.REPEAT
    assert appearance.exact == factories.QUOTE
    assert not Publication.objects.exists()


def test_a_repeat_of_a_published_claim_is_an_update_without_a_review() -> None:
    first = factories.published()
    where = place()
    attach_repeat(first.claim, by=factories.user("editor"), **where)
    second = Publication.objects.get(version=2)
    assert second.kind == "update"
    assert [row["occurrence"] for row in second.document["appearances"]] == ["first", "repeat"]
    assert (second.author, second.approver, second.assessment) == (first.author, first.approver, first.assessment)
    assert second.document["rating"] == first.document["rating"]
    assert PublishedClaim.objects.get().appearances.count() == 2
    assert verify_record().fault is None


def test_half_done_work_does_not_come_out_with_a_repeat() -> None:
    claim = factories.published().claim
    Claim.objects.filter(pk=claim.pk).update(statement=factories.text("A secret draft"))
    attach_repeat(claim, by=factories.user("editor"), **place())
    assert "secret" not in str(Publication.objects.get(version=2).document)


def test_a_researcher_attaches_to_drafts_only() -> None:
    claim = factories.published().claim
    with pytest.raises(VerbRefused) as refusal:
        attach_repeat(claim, by=factories.user(), **place())
    assert refusal.value.is_permission


def test_one_place_is_marked_once() -> None:
    claim, where, alice = factories.checkable_claim(), place(), factories.user()
    attach_repeat(claim, by=alice, **where)
    with pytest.raises(VerbRefused, match="already marked"):
        attach_repeat(claim, by=alice, **where)


def test_a_span_outside_the_text_is_refused_and_changes_nothing() -> None:
    claim = factories.checkable_claim()
    with pytest.raises(ValueError, match="not a place"):
        attach_repeat(claim, snapshot=factories.snapshot(), start=5, end=10**6, by=factories.user())
    assert claim.appearances.count() == 1


def test_a_repeat_leaves_an_approval_alone() -> None:
    assessment = factories.approved(author=factories.user(), approver=factories.user("editor"))
    attach_repeat(assessment.claim, by=factories.user(), **place())
    assessment.refresh_from_db()
    assert assessment.state == "approved"


def test_nothing_is_attached_to_a_retracted_claim() -> None:
    bob, claim = factories.user("editor"), factories.published().claim
    retract(claim, note=factories.text("The report was withdrawn."), by=bob)
    with pytest.raises(VerbRefused, match="retracted"):
        attach_repeat(claim, by=bob, **place())
