"""Every registered table opens: its list, its form for a new row, and the page of a row, for each role."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.models import (
    ApiToken,
    ClaimEntity,
    ClaimTopic,
    Notification,
    User,
)
from claims.workflow import notify
from tests import factories
from tests.admin.desk import Desk, address, text_of
from tests.admin.every_page import EVENTS, TABLES, VIEW_ONLY, a_row_in_every_table, own_webhook


def desk(role: str) -> Desk:
    return Desk(factories.user(role, username=f"the-{role}"))


@pytest.fixture
def everything(alice: User, bob: User) -> None:
    a_row_in_every_table(alice, bob)


def test_every_table_is_registered() -> None:
    registered = set(admin.site._registry)
    assert set(TABLES) - registered == set()
    assert {User, Group} <= registered
    assert {ClaimTopic, ClaimEntity} & registered == set()


@pytest.mark.parametrize("role", ["researcher", "editor", "administrator"])
@pytest.mark.usefixtures("everything")
def test_every_list_and_page_opens(role: str) -> None:
    person = desk(role)
    ApiToken.issue(user=person.person, name="Own", scopes=["read:drafts"])
    own_webhook(person.person)
    notify(to=[person.person], kind=Notification.Kind.ASSIGNED, about=factories.claim(), by=None)
    for model in TABLES:
        if model is User and role != "administrator":
            continue
        listed = person.open(address(model, "changelist"), q="x")
        assert listed.status_code == 200, model
        assert person.open(address(model, "changelist")).status_code == 200, model
        if model is Notification:  # it has no page of its own
            continue
        row = model._default_manager.first()
        assert row is not None, model
        assert person.open(address(row, "change", row.pk)).status_code == 200, model


@pytest.mark.parametrize("role", ["editor", "administrator"])
@pytest.mark.usefixtures("everything")
def test_every_form_for_a_new_row_opens(role: str) -> None:
    person = desk(role)
    opened = [model for model in TABLES if person.open(address(model, "add")).status_code == 200]
    names = {model.__name__ for model in opened}
    assert {"Article", "Claim", "Source", "Evidence", "Appearance", "Entity", "Topic"} <= names
    assert ({"Rating", "RatingScale", "User"} <= names) == (role == "administrator")
    assert names.isdisjoint({*VIEW_ONLY, "Assessment", *(model.__name__ for model in EVENTS)})


@pytest.mark.usefixtures("everything")
def test_nobody_changes_or_deletes_what_is_only_shown() -> None:
    root = User.objects.create_superuser("root")
    person = Desk(root)
    for model in [apps.get_model("claims", name) for name in VIEW_ONLY] + EVENTS:
        row = model._default_manager.first()
        assert person.client.post(address(row, "change", row.pk), {}).status_code == 403, model
        assert person.client.post(address(row, "delete", row.pk), {"post": "yes"}).status_code == 403, model


@pytest.mark.django_db
def test_every_field_that_is_typed_into_has_a_help_text(dora_desk: Desk) -> None:
    missing = []
    for model, model_admin in admin.site._registry.items():
        if model in (User, Group) or model._meta.app_label != "claims":
            continue
        request: Any = dora_desk.open("/admin/").wsgi_request
        for form in forms_of(model_admin, request):
            missing += [
                f"{model.__name__}.{name}"
                for name, field in form.base_fields.items()
                if not field.help_text and not field.widget.is_hidden
            ]
    assert missing == []


def forms_of(model_admin: Any, request: Any) -> list[Any]:
    if not model_admin.has_add_permission(request):
        return []
    return [model_admin.get_form(request)] + [
        inline.get_formset(request).form for inline in model_admin.get_inline_instances(request)
    ]


@pytest.mark.usefixtures("everything")
def test_growing_tables_are_chosen_by_searching_never_from_a_long_list(dora_desk: Desk) -> None:
    growing = {"Article", "Snapshot", "Claim", "Source", "Entity", "Assessment", "User"}
    raw = []
    for model, model_admin in admin.site._registry.items():
        request: Any = dora_desk.open("/admin/").wsgi_request
        for form in forms_of(model_admin, request):
            raw += [
                f"{model.__name__}.{name}"
                for name, field in form.base_fields.items()
                if hasattr(field, "queryset")
                and field.queryset.model.__name__ in growing
                and "Autocomplete" not in type(getattr(field.widget, "widget", field.widget)).__name__
                and not field.widget.is_hidden
            ]
    assert raw == []


def test_the_desk_groups_the_tables_and_hides_the_events(bob_desk: Desk) -> None:
    page = bob_desk.open("/admin/")
    names = [str(group["name"]) for group in page.context["app_list"]]
    assert names == ["Checking", "People, subjects and rules", "Parts, one by one", "Public record", "Accounts"]


def test_the_site_has_the_name_of_the_newsroom(bob_desk: Desk, settings: Any) -> None:
    settings.SITE_NAME = "Redaksi Periksa"
    assert "Redaksi Periksa" in text_of(bob_desk.open("/admin/"))


def test_what_waits_is_what_this_person_may_do(alice: User, bob: User, alice_desk: Desk, bob_desk: Desk) -> None:
    to_approve = factories.submitted(author=alice)
    own = factories.submitted(author=bob)
    to_publish = factories.approved(author=alice, approver=bob)
    piles = {str(pile.title): pile.rows for pile in bob_desk.open("/admin/").context["desk"].waiting}
    assert [row.title for row in piles["Waiting for your decision"]] == [str(to_approve.claim)]
    assert str(own.claim) not in [row.title for row in piles["Waiting for your decision"]]
    assert [row.title for row in piles["Approved, waiting to be published"]] == [str(to_publish.claim)]
    titles = [str(pile.title) for pile in alice_desk.open("/admin/").context["desk"].waiting]
    assert titles == ["Assigned to you", "Returned to you", "Your drafts"]


def test_the_address_of_a_whole_pile_opens(alice: User, bob_desk: Desk) -> None:
    factories.submitted(author=alice)
    factories.published()
    desk = bob_desk.open("/admin/").context["desk"]
    for pile in [*desk.waiting, *desk.newsroom]:
        listed = bob_desk.client.get(pile.address)
        assert listed.status_code == 200, pile.title
        rows = listed.context.get("cl") and listed.context["cl"].result_count
        assert rows in (None, pile.total) or pile.title == "Probably repeats"
        assert all(bob_desk.client.get(row.address, follow=True).status_code == 200 for row in pile.rows)
    listed = bob_desk.client.get(f"/admin/claims/assessment/?state__exact=returned&author__id__exact={alice.pk}")
    assert listed.status_code == 200


@pytest.mark.django_db
def test_nobody_sees_the_keys_of_second_factors() -> None:
    root = Desk(User.objects.create_superuser("root"))
    second_factor = TOTPDevice.objects.create(user=root.person, name="app")
    listed = root.open("/admin/otp_totp/totpdevice/")
    assert listed.status_code == 404
    assert root.open(f"/admin/otp_totp/totpdevice/{second_factor.pk}/qrcode/").status_code == 404
