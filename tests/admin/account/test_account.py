"""The page of one's own account."""

import pytest

from claims.models import ApiToken, User
from tests import factories
from tests.admin.desk import Desk, text_of

ACCOUNT = "/admin/account/"


def test_each_person_changes_their_own_switches(alice: User, bob: User, alice_desk: Desk) -> None:
    opened = alice_desk.open(ACCOUNT)
    answer = alice_desk.client.post(ACCOUNT, {"email": "alice@newsroom.example", "mail_language": "id"})
    assert answer.status_code == 302
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.notified_in_admin, alice.notified_by_mail) == (False, False)
    assert (alice.email, alice.mail_language) == ("alice@newsroom.example", "id")
    assert (bob.notified_in_admin, bob.notified_by_mail) == (True, True)
    assert opened.context["form"]["notified_in_admin"].value() is True


@pytest.mark.parametrize(
    "typed", [{"email": "no address"}, {"email": "a@b.example\nBcc: x@y.example"}, {"mail_language": "xx"}]
)
def test_what_is_wrong_is_refused_with_everything_that_was_typed(
    alice: User, alice_desk: Desk, typed: dict[str, str]
) -> None:
    answer = alice_desk.client.post(ACCOUNT, {"notified_by_mail": "on", **typed})
    assert answer.status_code == 400
    alice.refresh_from_db()
    assert alice.notified_in_admin
    assert answer.context["form"]["notified_by_mail"].value() is True


def test_nobody_gets_more_rights_by_sending_more_fields(alice: User, alice_desk: Desk) -> None:
    alice_desk.client.post(ACCOUNT, {"is_superuser": "on", "username": "root", "groups": "3", "is_staff": ""})
    alice.refresh_from_db()
    assert (alice.is_superuser, alice.username, alice.is_staff) == (False, "alice", True)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("researcher", "Researcher makes and edits drafts and submits verdicts"),
        ("editor", "Editor does what researchers do, and approves, publishes, corrects and retracts what others wrote"),
        (
            "administrator",
            "Administrator does what editors do, and manages accounts, scales, the policy and redactions",
        ),
        ("", "You have no role yet"),
    ],
)
def test_roles_are_told_in_words(role: str, words: str, db: None) -> None:
    assert words in text_of(Desk(factories.user(role)).open(ACCOUNT))


def test_it_counts_the_tokens_that_work(alice: User, alice_desk: Desk) -> None:
    ApiToken.issue(user=alice, name="One", scopes=["read:drafts"])
    assert "1 token works in your name" in text_of(alice_desk.open(ACCOUNT))


def test_tokens_are_offered_only_to_those_who_may_have_them(charlie_desk: Desk) -> None:
    assert "API tokens" not in text_of(charlie_desk.open(ACCOUNT)).split("Where you are")[1]


@pytest.mark.parametrize("page", ["", "sessions/", "two-factor/"])
def test_without_a_log_in_there_is_no_account(client: object, page: str, db: None) -> None:
    answer = client.get(ACCOUNT + page)  # type: ignore[attr-defined]
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


def test_a_reader_with_an_account_that_is_not_for_the_desk_has_no_page_here(alice: User, alice_desk: Desk) -> None:
    User.objects.update(is_staff=False)
    assert alice_desk.open(ACCOUNT).status_code == 302


def test_the_list_of_accounts_tells_roles_and_second_factor(alice: User, dora_desk: Desk) -> None:
    words = text_of(dora_desk.open("/admin/claims/user/"))
    assert "Researcher" in words
    assert "Administrator" in words


def test_short_and_common_passwords_are_refused(alice: User) -> None:
    alice.public_name = "Alice Amanda Abimanyu"
    alice.set_password("a quiet kitchen in March")
    alice.save()
    desk = Desk(alice)
    for password in ("elevenchars", "123456789012345", "password1234", "alice amanda abimanyu"):
        typed = {"old_password": "a quiet kitchen in March", "new_password1": password, "new_password2": password}
        assert desk.client.post("/admin/password_change/", typed).status_code == 200, password
    alice.refresh_from_db()
    assert alice.check_password("a quiet kitchen in March")
