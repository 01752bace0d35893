from typing import Any

import pytest
from django.apps import apps

from claims.models import Claim, Evidence, User
from claims.workflow import VerbRefused, recorded, restore, submit
from tests import factories

pytestmark = pytest.mark.django_db


def events(row: Any) -> list[Any]:
    table = apps.get_model("claims", f"{type(row).__name__}Event")
    return list(table.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def edited_claim(by: User) -> Claim:
    claim = factories.claim(statement=factories.text("As it was."))
    with recorded("edit", by=by):
        claim.statement = factories.text("As it became.")
        claim.without_appearance = False
        claim.save()
    return claim


def test_an_earlier_state_comes_back_as_a_new_change() -> None:
    alice = factories.user(public_name="Alice")
    claim = edited_claim(alice)
    restored = restore(events(claim)[0], by=alice, reason="It was better before")
    assert restored.statement.data["en"] == "As it was."
    assert restored.without_appearance is True
    last = events(claim)[-1]
    assert len(events(claim)) == 3
    assert (last.pgh_context.metadata["verb"], last.pgh_context.metadata["reason"]) == (
        "restore",
        "It was better before",
    )


def test_states_that_verbs_set_are_not_touched() -> None:
    alice = factories.user()
    claim = factories.candidate(by=alice, statement=factories.text("As it was."))
    Claim.objects.filter(pk=claim.pk).update(stage=Claim.Stage.ACCEPTED, statement=factories.text("As it became."))
    restored = restore(events(claim)[0], by=alice)
    assert restored.stage == Claim.Stage.ACCEPTED


def test_the_present_state_is_no_change() -> None:
    alice = factories.user()
    claim = edited_claim(alice)
    with pytest.raises(VerbRefused, match="present state"):
        restore(events(claim)[-1], by=alice)


def test_a_published_slug_stays() -> None:
    claim = factories.claim(slug="old-slug")
    Claim.objects.filter(pk=claim.pk).update(slug="new-slug", statement=factories.text("As it became."))
    claim.refresh_from_db()
    factories.evidence(claim)
    factories.evidence(claim)
    factories.published(claim)
    assert restore(events(claim)[0], by=factories.user()).slug == "new-slug"


def test_removed_evidence_comes_back_under_its_key() -> None:
    alice, claim = factories.user(), factories.checkable_claim()
    row = claim.evidence.first()
    with recorded("delete", by=alice):
        Evidence.objects.filter(pk=row.pk).delete()
    restored = restore(events(row)[-1], by=alice)
    assert (restored.pk, restored.source, restored.note) == (row.pk, row.source, row.note)
    assert claim.evidence.count() == 2


def test_what_points_to_a_deleted_row_is_refused() -> None:
    alice, claim = factories.user(), factories.checkable_claim()
    row = claim.evidence.first()
    source = row.source
    first = events(row)[0]
    row.delete()
    source.delete()
    with pytest.raises(VerbRefused, match="a row that is gone: source"):
        restore(first, by=alice)


def test_only_its_author_restores_a_draft_verdict_and_nobody_a_submitted_one() -> None:
    alice, carol = factories.user(), factories.user()
    draft = factories.draft(author=alice)
    first = events(draft)[0]
    draft.summary = factories.text("As it became.")
    draft.save()
    with pytest.raises(VerbRefused, match="Only the author"):
        restore(first, by=carol)
    submit(draft, by=alice)
    with pytest.raises(VerbRefused, match="draft or a returned"):
        restore(first, by=alice)


def test_restoring_takes_an_approval_away_like_any_edit() -> None:
    alice, bob = factories.user(), factories.user("editor")
    claim = factories.checkable_claim()
    row = claim.evidence.first()
    with recorded("edit", by=alice):
        Evidence.objects.filter(pk=row.pk).update(locator="page 7")
    assessment = factories.approved(claim, author=alice, approver=bob)
    restore(events(row)[0], by=alice)
    assessment.refresh_from_db()
    assert assessment.state == "submitted"


def test_without_a_role_nothing_is_restored() -> None:
    claim = edited_claim(factories.user())
    with pytest.raises(VerbRefused) as refusal:
        restore(events(claim)[0], by=factories.user(""))
    assert refusal.value.is_permission
