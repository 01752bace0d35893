"""The preview: the public page as it would be, from what is typed, and nothing written."""

from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from claims.models import Assessment, Claim, User
from claims.workflow import publish
from tests import factories
from tests.admin.desk import Desk, form_data, text_of

ENGLISH, INDONESIAN = "summary_1", "summary_0"


def address(claim: Claim) -> str:
    return reverse("admin:claims_claim_preview", args=[claim.pk])


def previewed(desk: Desk, claim: Claim, **typed: Any) -> Any:
    return desk.client.post(address(claim), {**form_data(desk.page(claim)), **typed})


def everything() -> str:
    """All that the database keeps, as one text."""
    tables = [model for model in apps.get_app_config("claims").get_models() if not model._meta.proxy]
    return str([list(model._base_manager.order_by("pk").values()) for model in tables])


def test_the_preview_shows_what_is_typed_and_writes_nothing(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    opened = form_data(alice_desk.page(draft.claim))
    before = everything()
    page = alice_desk.client.post(
        address(draft.claim),
        {
            **opened,
            "statement_1": "Rice became *four* times dearer.",
            "assessments-0-summary_1": "Not at all.",
            "evidence-0-note_1": "A note of this minute.",
        },
    )
    assert page.status_code == 200
    text = text_of(page)
    assert "Rice became *four* times dearer." in text
    assert "Not at all." in text
    assert "A note of this minute." in text
    assert everything() == before


def test_the_preview_says_what_the_page_says_once_it_is_published(
    alice: User, bob: User, bob_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved = factories.approved(author=alice, approver=bob)
    before = bob_desk.open(address(approved.claim))
    publish(approved, by=bob)
    after = bob_desk.client.get(f"/en/claims/{approved.claim.slug}/")
    main = [page.content.decode().split('<div class="claim-main">')[1].split("<aside")[0] for page in (before, after)]
    assert main[0] == main[1]


def test_a_form_that_cannot_be_saved_says_what_the_preview_waits_for(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    answer = previewed(alice_desk, draft.claim, **{"evidence-0-quote": "Words", "evidence-0-quote_language": ""})
    assert answer.status_code == 422
    assert any("language" in reason for reason in answer.json()["reasons"])


def test_a_refusal_of_the_database_is_told_and_not_a_fault(alice_desk: Desk) -> None:
    parent = factories.claim()
    child = factories.claim(parent=parent)
    answer = previewed(alice_desk, parent, parent=child.pk)
    assert answer.status_code == 422
    assert answer.json()["reasons"] == ["A claim cannot be a part of its own parts."]


def test_a_preview_does_not_take_an_approval_away(alice: User, bob: User, alice_desk: Desk) -> None:
    approved = factories.approved(author=alice, approver=bob)
    assert previewed(alice_desk, approved.claim, statement_1="Changed").status_code == 200
    approved.refresh_from_db()
    assert approved.state == Assessment.State.APPROVED


def test_the_preview_speaks_the_language_that_is_asked_for(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    page = alice_desk.open(address(draft.claim), language="id").content.decode()
    assert '<html lang="id">' in page
    assert "Prices rose, though less than said. (id)" in page


def test_who_may_not_edit_sees_what_is_stored(bob: User, charlie_desk: Desk, alice: User) -> None:
    claim = factories.draft(author=alice).claim
    assert charlie_desk.open(address(claim)).status_code == 403


def test_an_unknown_claim_has_no_preview(alice_desk: Desk) -> None:
    assert alice_desk.client.get("/admin/claims/claim/999999/preview/").status_code == 404


def test_a_published_claim_shows_its_next_version(alice_desk: Desk) -> None:
    claim = factories.published().claim
    text = text_of(alice_desk.open(address(claim)))
    assert "Version 2" in text
    assert "Preview. Readers do not see this" in text
