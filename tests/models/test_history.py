"""Every change to an editorial table is an event that the database writes and nobody can change."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from claims.models import Assessment, Claim, EditorialModel, User
from claims.workflow import recorded
from tests import factories

pytestmark = pytest.mark.django_db

EDITORIAL = [model for model in apps.get_app_config("claims").get_models() if issubclass(model, EditorialModel)]
EVENTS = [model for model in apps.get_app_config("claims").get_models() if model.__name__.endswith("Event")]


def events_of(row: object) -> list[object]:
    model = apps.get_model("claims", f"{type(row).__name__}Event")
    return list(model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def test_every_editorial_table_has_events() -> None:
    tracked = {model.pgh_tracked_model for model in EVENTS}
    assert len(EDITORIAL) > 10
    assert set(EDITORIAL) <= tracked


def test_insert_update_and_delete_are_remembered_whatever_the_path() -> None:
    topic = factories.topic()
    type(topic).objects.filter(pk=topic.pk).update(slug="second-name")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_topic SET slug = 'third-name' WHERE id = %s", [topic.pk])
    events = events_of(topic)
    type(topic).objects.filter(pk=topic.pk).delete()
    events = events_of(topic)
    assert [event.pgh_label for event in events] == ["insert", "update", "update", "delete"]
    assert [event.slug for event in events][1:] == ["second-name", "third-name", "third-name"]


def test_tags_of_a_claim_are_remembered() -> None:
    claim, topic = factories.claim(), factories.topic()
    claim.topics.add(topic)
    claim.topics.remove(topic)
    labels = apps.get_model("claims", "ClaimTopicEvent").objects.values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]


def test_an_event_carries_actor_verb_and_reason() -> None:
    alice = factories.user(public_name="Alice")
    claim = factories.claim()
    with recorded("edit", by=alice, reason="A better word"):
        Claim.objects.filter(pk=claim.pk).update(without_appearance=False)
    context = events_of(claim)[-1].pgh_context.metadata
    assert context["verb"] == "edit"
    assert context["user"] == alice.pk
    assert context["user_name"] == "Alice"
    assert context["reason"] == "A better word"


def test_events_survive_the_account() -> None:
    alice = factories.user(public_name="Alice")
    claim = factories.claim()
    with recorded("edit", by=alice, reason=""):
        Claim.objects.filter(pk=claim.pk).update(without_appearance=False)
    User.objects.filter(pk=alice.pk).delete()
    assert events_of(claim)[-1].pgh_context.metadata["user_name"] == "Alice"


@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model.__name__)
def test_events_can_be_neither_changed_nor_removed(model: type) -> None:
    factories.published()
    table = model._meta.db_table
    for statement in (f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DatabaseError, match="never removed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    if not model.objects.exists():
        return
    for statement in (f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_every_change_counts_the_revision() -> None:
    claim = factories.claim()
    Claim.objects.filter(pk=claim.pk).update(without_appearance=False)
    Claim.objects.filter(pk=claim.pk).update(without_appearance=True)
    claim.refresh_from_db()
    assert claim.revision == 3


def test_a_save_cannot_set_the_revision_back() -> None:
    assessment = factories.draft(author=factories.user())
    Assessment.objects.filter(pk=assessment.pk).update(confidence="high")
    Assessment.objects.filter(pk=assessment.pk).update(revision=1)
    assessment.refresh_from_db()
    assert assessment.revision == 3


def test_every_field_that_an_editor_fills_in_explains_itself() -> None:
    silent = [
        f"{model.__name__}.{field.name}"
        for model in EDITORIAL
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and not field.auto_created and not field.help_text
    ]
    assert silent == []
