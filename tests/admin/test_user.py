"""Accounts: the public name, and no way to more rights than one's own."""

from claims.models import User
from tests.admin.desk import Desk, address, form_data


def test_an_administrator_sets_the_public_name(dora_desk: Desk, alice: User) -> None:
    answer = dora_desk.save(dora_desk.page(alice), public_name="Alice Amanda", groups=[alice.groups.get().pk])
    assert answer.status_code == 302
    alice.refresh_from_db()
    assert alice.byline == "Alice Amanda"


def test_an_administrator_does_not_make_themselves_superuser(dora_desk: Desk, dora: User) -> None:
    opened = dora_desk.page(dora)
    assert "is_superuser" not in form_data(opened)
    dora_desk.save(opened, is_superuser="on")
    dora.refresh_from_db()
    assert not dora.is_superuser


def test_an_administrator_does_not_set_the_password_of_a_superuser(dora_desk: Desk) -> None:
    root = User.objects.create_superuser("root")
    assert dora_desk.open(f"/admin/claims/user/{root.pk}/password/").status_code == 403
    assert "username" not in form_data(dora_desk.page(root))


def test_an_editor_sees_no_accounts(bob_desk: Desk) -> None:
    assert bob_desk.open(address(User, "changelist")).status_code == 403


def test_a_new_account_can_be_added(dora_desk: Desk) -> None:
    opened = dora_desk.open(address(User, "add"))
    password = "correct horse battery staple 7"
    typed = {"username": "erin", "public_name": "Erin", "password1": password, "password2": password}
    dora_desk.save(opened, **typed, usable_password="true")
    assert User.objects.get(username="erin").public_name == "Erin"
