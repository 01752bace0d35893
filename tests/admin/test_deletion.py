"""What the public record uses stays, and whoever tries to delete it is told why."""

from typing import Any

import pytest

from claims.models import Article, Claim, Publication, Snapshot, Source, User
from claims.workflow import recorded
from tests import factories
from tests.admin.desk import Desk, address, said, text_of


@pytest.fixture
def publication(alice: User, bob: User) -> Publication:
    return factories.published(author=alice, approver=bob)


def used_rows(publication: Publication) -> list[Any]:
    claim = publication.claim
    place = claim.appearances.get()
    return [claim, claim.evidence.order_by("position")[0].source, place.snapshot.article, publication.assessment]


def delete_in_bulk(desk: Desk, *rows: Any) -> Any:
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    return desk.client.post(address(rows[0], "changelist"), data)


def test_published_things_have_no_delete_button(publication: Publication, bob_desk: Desk) -> None:
    for row in used_rows(publication):
        page = bob_desk.page(row)
        assert address(row, "delete", row.pk) not in page.rendered_content, row
        assert bob_desk.client.post(address(row, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_deleting_published_things_in_bulk_is_refused_with_the_reason(publication: Publication, bob_desk: Desk) -> None:
    for row in used_rows(publication):
        answer = delete_in_bulk(bob_desk, row)
        messages = said(answer)
        assert messages[0] == "Nothing was deleted.", row
        assert "stays:" in messages[1]
        assert type(row).objects.filter(pk=row.pk).exists()


def test_one_published_row_among_others_keeps_them_all(publication: Publication, bob_desk: Desk) -> None:
    draft = factories.claim()
    delete_in_bulk(bob_desk, draft, publication.claim)
    assert Claim.objects.count() == 2


def test_a_source_that_an_older_version_cites_stays(publication: Publication, bob_desk: Desk) -> None:
    item = publication.claim.evidence.order_by("position")[0]
    source = item.source
    item.delete()
    assert said(delete_in_bulk(bob_desk, source))[0] == "Nothing was deleted."
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_draft_can_be_deleted(bob_desk: Desk) -> None:
    claim, source = factories.claim(), factories.source()
    assert address(claim, "delete", claim.pk) in bob_desk.page(claim).rendered_content
    assert bob_desk.client.post(address(claim, "delete", claim.pk), {"post": "yes"}).status_code == 302
    delete_in_bulk(bob_desk, source)
    assert not Claim.objects.exists()
    assert not Source.objects.exists()


def test_a_publisher_in_use_is_protected_without_a_fault(bob_desk: Desk) -> None:
    publisher = factories.source().publisher
    page = bob_desk.open(address(publisher, "delete", publisher.pk))
    assert page.status_code == 200
    assert bob_desk.client.post(address(publisher, "delete", publisher.pk), {"post": "yes"}).status_code in {200, 302}
    publisher.refresh_from_db()


def test_a_row_that_comes_into_use_meanwhile_is_refused_not_a_fault(
    bob_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = factories.evidence(factories.claim()).source
    # As if the evidence were added between the look at the related rows and the deletion.
    nothing_related = ([], {}, set(), [])
    monkeypatch.setattr("claims.admin.source.SourceAdmin.get_deleted_objects", lambda *_: nothing_related)
    answer = bob_desk.client.post(address(source, "delete", source.pk), {"post": "yes"})
    assert said(answer) == ["Other rows depend on it, so it stays."]
    source.refresh_from_db()


def test_a_researcher_deletes_no_claims(alice_desk: Desk) -> None:
    claim = factories.claim()
    assert alice_desk.client.post(address(claim, "delete", claim.pk), {"post": "yes"}).status_code == 403


def test_a_snapshot_is_never_deleted_changed_or_added_here(dora_desk: Desk) -> None:
    snapshot = factories.snapshot()
    assert dora_desk.open(address(Snapshot, "add")).status_code == 403
    assert dora_desk.client.post(address(snapshot, "change", snapshot.pk), {"text": "x"}).status_code == 403
    assert dora_desk.client.post(address(snapshot, "delete", snapshot.pk), {"post": "yes"}).status_code == 403


def test_an_article_without_text_can_be_deleted(bob_desk: Desk) -> None:
    article = factories.article()
    bob_desk.client.post(address(article, "delete", article.pk), {"post": "yes"})
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_deleted_is_remembered(bob_desk: Desk) -> None:
    from django.apps import apps

    topic = factories.topic()
    with recorded("edit", by=bob_desk.person):
        pass
    bob_desk.client.post(address(topic, "delete", topic.pk), {"post": "yes"})
    event = apps.get_model("claims", "TopicEvent").objects.select_related("pgh_context").get(pgh_label="delete")
    assert event.pgh_context.metadata["user_name"] == "Bob"
    assert event.pgh_context.metadata["verb"] == "delete"


def test_the_page_of_a_published_claim_says_nothing_of_deleting(publication: Publication, bob_desk: Desk) -> None:
    assert "Delete selected" not in text_of(bob_desk.page(publication.claim))
