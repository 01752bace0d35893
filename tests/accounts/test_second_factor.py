"""Setting the second factor up, looking after it, turning it off, and being asked for it."""

import re
from typing import Any

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.accounts import second_factor
from claims.models import ApiToken, RecoveryCode, User
from tests.accounts.visitor import ACCOUNT, KEY, PASSWORD, START, TWO_FACTOR, Visitor, code_of, with_app
from tests.admin.desk import Desk, text_of


@pytest.fixture
def inside(alice: User, visitor: Visitor) -> Visitor:
    visitor.log_in()
    return visitor


def key_shown(page: Any) -> str:
    import base64

    typed = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page.content.decode())
    assert typed is not None
    return base64.b32decode(typed[1].replace(" ", "")).hex()


def set_up(visitor: Visitor, password: str = PASSWORD, code: str | None = None) -> Any:
    key = key_shown(visitor.client.get(TWO_FACTOR))
    return visitor.client.post(TWO_FACTOR, {"password": password, "code": code or code_of(key)})


# --- Setting it up


def test_the_page_draws_the_key_itself_and_shows_it_for_typing(inside: Visitor) -> None:
    page = inside.client.get(TWO_FACTOR).content.decode()
    assert '<svg viewBox="' in page
    assert 'class="segno"' in page
    assert "http" not in page.split('class="qr"')[1].split("</svg>")[0]


def test_it_is_on_once_a_code_shows_that_the_app_has_the_key(alice: User, inside: Visitor) -> None:
    answer = set_up(inside)
    codes = re.findall(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>", answer.content.decode())
    assert len(set(codes)) == 10
    assert second_factor.is_on(alice)
    assert inside.is_in
    assert second_factor.accepts(alice, codes[3])


def test_the_code_that_turned_it_on_is_used_up(alice: User, inside: Visitor) -> None:
    key = key_shown(inside.client.get(TWO_FACTOR))
    code = code_of(key)
    set_up(inside, code=code)
    assert not second_factor.accepts(alice, code)


@pytest.mark.parametrize(("password", "code"), [("wrong", None), (PASSWORD, "000000"), ("", None), (PASSWORD, " ")])
def test_without_the_password_and_a_right_code_it_stays_off(
    alice: User, inside: Visitor, password: str, code: str | None
) -> None:
    assert set_up(inside, password, code).status_code == 400
    assert not second_factor.is_on(alice)
    assert not TOTPDevice.objects.exists()
    # The key is still the one that was scanned.
    assert set_up(inside).status_code == 200


def test_guessing_the_password_here_is_stopped_like_at_the_log_in(alice: User, inside: Visitor) -> None:
    answers = [set_up(inside, "wrong").status_code for _time in range(5)]
    assert answers == [400] * 4 + [429]
    assert set_up(inside).status_code == 429


def test_sessions_that_were_begun_without_it_end_when_it_is_turned_on(alice: User, inside: Visitor) -> None:
    other = Visitor()
    other.log_in()
    set_up(inside)
    assert [inside.is_in, other.is_in] == [True, False]


def test_a_second_app_does_not_take_the_place_of_the_first(alice: User, inside: Visitor) -> None:
    with_app(alice)
    assert second_factor.turn_on(alice, key=KEY[::-1], code=code_of(KEY[::-1])) is None
    assert TOTPDevice.objects.count() == 1


def test_each_visitor_gets_another_key(alice: User, bob: User, inside: Visitor) -> None:
    other = Visitor()
    other.log_in("bob")
    assert key_shown(inside.client.get(TWO_FACTOR)) != key_shown(other.client.get(TWO_FACTOR))


# --- Looking after it


@pytest.fixture
def with_it_on(alice: User, visitor: Visitor) -> Visitor:
    with_app(alice)
    visitor.log_in()
    visitor.type_code(code_of(steps=-1))
    return visitor


@pytest.mark.parametrize(
    ("password", "code"), [("wrong", None), ("", None), (PASSWORD, "000000"), (PASSWORD, ""), ("wrong", "000000")]
)
@pytest.mark.parametrize("button", ["turn_off", "new_codes"])
def test_nothing_changes_without_password_and_code(
    alice: User, with_it_on: Visitor, password: str, code: str | None, button: str
) -> None:
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    typed = {"password": password, "code": code_of() if code is None else code, button: ""}
    assert with_it_on.client.post(TWO_FACTOR, typed).status_code == 400
    assert second_factor.is_on(alice)
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == before


def test_a_wrong_password_uses_up_no_code(alice: User, with_it_on: Visitor) -> None:
    code = code_of()
    with_it_on.client.post(TWO_FACTOR, {"password": "wrong", "code": code, "turn_off": ""})
    assert second_factor.accepts(alice, code)


def test_with_password_and_code_it_is_turned_off(alice: User, with_it_on: Visitor) -> None:
    answer = with_it_on.client.post(TWO_FACTOR, {"password": PASSWORD, "code": code_of(), "turn_off": ""})
    assert (answer.status_code, answer.url) == (302, ACCOUNT)
    assert not second_factor.is_on(alice)
    assert not RecoveryCode.objects.exists()


def test_new_recovery_codes_take_the_place_of_the_old_ones(alice: User, visitor: Visitor) -> None:
    old = with_app(alice)
    visitor.log_in()
    visitor.type_code(old[0])
    answer = visitor.client.post(TWO_FACTOR, {"password": PASSWORD, "code": old[1], "new_codes": ""})
    new = re.findall(r"<code>([a-z2-9-]{19})</code>", answer.content.decode())
    assert len(new) == 10
    assert not second_factor.accepts(alice, old[2])
    assert second_factor.accepts(alice, new[0])


def test_an_administrator_turns_it_off_for_who_lost_the_phone(alice: User, dora: User) -> None:
    with_app(alice)
    action = {"action": "turn_second_factor_off", "_selected_action": [alice.pk]}
    Desk(dora).client.post("/admin/claims/user/", action)
    assert not second_factor.is_on(alice)


def test_an_administrator_turns_it_off_neither_for_a_superuser_nor_for_themselves(dora: User) -> None:
    root = User.objects.create_superuser("root")
    for person in (root, dora):
        with_app(person)
    action = {"action": "turn_second_factor_off", "_selected_action": [root.pk, dora.pk]}
    Desk(dora).client.post("/admin/claims/user/", action)
    assert second_factor.is_on(root)
    assert second_factor.is_on(dora)


@pytest.mark.parametrize("action", ["turn_second_factor_off", "unlock_accounts", "end_sessions"])
def test_an_editor_does_nothing_to_the_accounts_of_others(alice: User, bob: User, action: str) -> None:
    with_app(alice)
    inside = Visitor()
    inside.log_in()
    inside.type_code(code_of())
    answer = Desk(bob).client.post("/admin/claims/user/", {"action": action, "_selected_action": [alice.pk]})
    assert answer.status_code == 403
    assert second_factor.is_on(alice)
    assert inside.is_in


# --- Where the site demands it


@pytest.mark.parametrize(("name", "must"), [("alice", False), ("bob", True), ("dora", True)])
def test_the_site_can_demand_it_of_editors_and_administrators(
    alice: User, bob: User, dora: User, settings: Any, name: str, must: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    visitor = Visitor()
    visitor.log_in(name)
    answer = visitor.client.get(START)
    assert (answer.status_code == 302) == must
    if must:
        assert answer.url == TWO_FACTOR
        for address in (
            "/admin/claims/claim/",
            "/admin/claims/claim/add/",
            "/admin/account/",
            "/admin/password_change/",
        ):
            assert visitor.client.get(address).url == TWO_FACTOR
        assert "Your role needs it" in text_of(visitor.client.get(TWO_FACTOR))
        set_up(visitor)
    assert visitor.is_in


def test_a_superuser_is_asked_for_it_as_well(settings: Any, db: None) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    User.objects.create_superuser("root", password=PASSWORD)
    visitor = Visitor()
    visitor.log_in("root")
    assert visitor.client.get(START).url == TWO_FACTOR


def test_who_has_to_set_it_up_can_still_log_out(bob: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    visitor = Visitor()
    visitor.log_in("bob")
    assert visitor.client.post("/admin/logout/").status_code == 200


def test_tokens_of_the_working_api_need_no_code(bob: User, settings: Any, client: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    _token, secret = ApiToken.issue(user=bob, name="Newsroom", scopes=["read:drafts"])
    answer = client.get("/api/v1/editorial/claims/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    with_app(bob)
    answer = client.get("/api/v1/editorial/claims/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
