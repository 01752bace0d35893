"""Going back to an earlier state from the history."""

from claims.models import Evidence, User
from claims.workflow import recorded
from tests import factories
from tests.admin.desk import Desk, address, said, text_of


def links(page: object) -> list[str]:
    changes = page.context["changes"]  # type: ignore[attr-defined]
    return [f"{row.restorable[0]}/{row.restorable[1]}" for change in changes for row in change.rows if row.restorable]


def test_the_history_offers_each_earlier_state_and_shows_what_would_change(alice: User, alice_desk: Desk) -> None:
    claim = factories.claim(statement=factories.text("Rice was cheap in the old days."))
    with recorded("edit", by=alice):
        claim.statement = factories.text("Rice was dear in the old days.")
        claim.save()
    history = alice_desk.open(address(claim, "history", claim.pk))
    first = links(history)[-1]
    restore = f"/admin/claims/claim/{claim.pk}/restore/{first}/"
    assert restore in history.rendered_content
    preview = alice_desk.open(restore)
    assert "<del>dear</del>" in preview.rendered_content
    assert "<ins>cheap</ins>" in preview.rendered_content
    answer = alice_desk.client.post(restore, {"reason": "It was right"})
    assert said(answer) == ["The earlier state is back, as a new change."]
    claim.refresh_from_db()
    assert claim.statement.data["en"] == "Rice was cheap in the old days."
    assert "restored an earlier state" in text_of(alice_desk.open(address(claim, "history", claim.pk)))


def test_removed_evidence_is_brought_back_from_the_claims_history(alice: User, alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    row = claim.evidence.first()
    with recorded("delete", by=alice):
        Evidence.objects.filter(pk=row.pk).delete()
    event = next(link for link in links(alice_desk.open(address(claim, "history", claim.pk))) if "evidence" in link)
    restore = f"/admin/claims/claim/{claim.pk}/restore/{event}/"
    assert "comes back as it was" in text_of(alice_desk.open(restore))
    alice_desk.client.post(restore)
    assert Evidence.objects.filter(pk=row.pk).exists()


def test_the_present_state_is_not_restored(alice_desk: Desk) -> None:
    claim = factories.claim()
    event = links(alice_desk.open(address(claim, "history", claim.pk)))[0]
    page = alice_desk.open(f"/admin/claims/claim/{claim.pk}/restore/{event}/")
    assert "This is the present state." in text_of(page)


def test_without_a_role_there_is_no_such_page(charlie_desk: Desk) -> None:
    claim = factories.claim()
    assert charlie_desk.open(f"/admin/claims/claim/{claim.pk}/restore/claim/1/").status_code in (403, 404)


def test_an_unknown_table_or_event_is_not_found(alice_desk: Desk) -> None:
    claim = factories.claim()
    for event in ("publication/1", "review/1", "nothing/1", "claim/999999"):
        assert alice_desk.open(f"/admin/claims/claim/{claim.pk}/restore/{event}/").status_code == 404


def test_long_histories_have_pages(alice_desk: Desk) -> None:
    claim = factories.claim()
    for number in range(55):
        type(claim).objects.filter(pk=claim.pk).update(checkworthiness=number / 100)
    first = alice_desk.open(address(claim, "history", claim.pk))
    assert len(first.context["changes"]) == 50
    assert "Page 1 of 2" in text_of(first)
    assert len(alice_desk.open(address(claim, "history", claim.pk), page=2).context["changes"]) == 6
