"""Logging in: with a password, and with a code behind it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.accounts import second_factor
from claims.models import RecoveryCode, User
from tests.accounts.visitor import CODE, KEY, LOGIN, PASSWORD, START, Visitor, code_of, with_app


def test_without_a_second_factor_the_password_is_enough(alice: User, visitor: Visitor) -> None:
    answer = visitor.log_in(next="/admin/claims/claim/")
    assert (answer.status_code, answer.url) == (302, "/admin/claims/claim/")
    assert visitor.is_in


def test_the_password_alone_lets_nobody_in_where_a_code_is_asked_for(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    answer = visitor.log_in(next="/admin/claims/claim/")
    assert (answer.status_code, answer.url) == (302, CODE)
    assert not visitor.is_in
    assert "_auth_user_id" not in visitor.client.session
    answer = visitor.type_code(code_of())
    assert (answer.status_code, answer.url) == (302, "/admin/claims/claim/")
    assert visitor.is_in


def test_nobody_is_sent_to_another_site_after_the_code(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    visitor.log_in(next="https://evil.example/")
    assert visitor.type_code(code_of()).url == START


def test_a_code_lets_in_once(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    visitor.log_in()
    code = code_of()
    visitor.type_code(code)
    another = Visitor()
    another.log_in()
    answer = another.type_code(code)
    assert answer.status_code == 400
    assert "was used already" in answer.content.decode()
    assert not another.is_in


@pytest.mark.parametrize(
    "code", ["000000", "12345", "1234567", "abcdef", "", " ", "１２３４５６", "x" * 10_000, "\x00"]
)
def test_a_wrong_code_lets_nobody_in(alice: User, visitor: Visitor, code: str) -> None:
    with_app(alice)
    visitor.log_in()
    assert visitor.type_code(code).status_code == 400
    assert not visitor.is_in


def test_spaces_in_a_code_do_no_harm(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    visitor.log_in()
    code = code_of()
    visitor.type_code(f" {code[:3]} {code[3:]} ")
    assert visitor.is_in


def test_a_recovery_code_lets_in_once_however_it_is_typed(alice: User, visitor: Visitor) -> None:
    codes = with_app(alice)
    visitor.log_in()
    visitor.type_code(codes[0].upper().replace("-", " "))
    assert visitor.is_in
    another = Visitor()
    another.log_in()
    assert another.type_code(codes[0]).status_code == 400
    assert another.type_code(codes[1]).status_code == 302


def test_a_recovery_code_of_somebody_else_lets_nobody_in(alice: User, bob: User, visitor: Visitor) -> None:
    with_app(alice)
    codes = with_app(bob, key=KEY[::-1])
    visitor.log_in()
    assert visitor.type_code(codes[0]).status_code == 400
    assert RecoveryCode.objects.unused().filter(user=bob).count() == len(codes)


def test_who_takes_too_long_starts_again(alice: User, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(alice)
    visitor.log_in()
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("claims.admin.account.log_in.timezone.now", lambda: later)
    answer = visitor.type_code(code_of())
    assert (answer.status_code, answer.url) == (302, LOGIN)


def test_a_password_that_was_changed_meanwhile_counts_no_more(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    visitor.log_in()
    alice.set_password("another quiet kitchen")
    alice.save()
    assert visitor.type_code(code_of()).url == LOGIN
    assert not visitor.is_in


def test_an_account_that_was_closed_meanwhile_is_closed(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    visitor.log_in()
    User.objects.update(is_active=False)
    assert visitor.type_code(code_of()).url == LOGIN


def test_the_page_for_the_code_shows_nothing_without_a_password_before(visitor: Visitor) -> None:
    answer = visitor.client.get(CODE)
    assert (answer.status_code, answer.url) == (302, LOGIN)


def test_the_key_of_the_session_changes_at_each_step(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    session = visitor.client.session
    session["before"] = True
    session.save()
    keys = [session.session_key]
    visitor.client.cookies["sessionid"] = session.session_key
    visitor.log_in()
    keys.append(visitor.client.session.session_key)
    visitor.type_code(code_of())
    keys.append(visitor.client.session.session_key)
    assert len(set(keys)) == 3
    assert visitor.is_in
    old = Visitor()
    for key in keys[:2]:
        old.client.cookies["sessionid"] = key
        assert not old.is_in


def test_guessing_on_waits_longer_and_longer_but_never_for_more_than_an_hour(alice: User) -> None:
    with_app(alice)
    device = TOTPDevice.objects.get()
    long_ago = timezone.now() - timedelta(days=1)
    for _guess in range(20):
        TOTPDevice.objects.update(throttling_failure_timestamp=long_ago)
        assert not second_factor.accepts(alice, "000000")
    device.refresh_from_db()
    # Now even the right code has to wait, and after an hour it does not.
    assert not second_factor.accepts(alice, code_of())
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))
    assert second_factor.accepts(alice, code_of())


def test_a_recovery_code_works_while_the_app_has_to_wait(alice: User) -> None:
    codes = with_app(alice)
    for _guess in range(3):
        second_factor.accepts(alice, "000000")
    assert second_factor.accepts(alice, codes[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "paper"])
def test_of_many_who_type_one_code_at_the_same_time_one_is_let_in(kind: str) -> None:
    from django.db import connection

    from tests import factories

    alice = factories.user("researcher")
    codes = with_app(alice)
    code = code_of() if kind == "app" else codes[0]
    start, let_in = threading.Barrier(4), []

    def type_it() -> None:
        start.wait()
        let_in.append(second_factor.accepts(alice, code))
        connection.close()

    threads = [threading.Thread(target=type_it) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [False, False, False, True]


def test_the_key_and_the_codes_are_in_no_page_after_they_were_shown(alice: User, visitor: Visitor) -> None:
    codes = with_app(alice)
    visitor.log_in()
    visitor.type_code(code_of())
    page = visitor.client.get("/admin/account/two-factor/").content.decode()
    assert KEY not in page
    assert 'class="segno"' not in page
    assert not any(code in page for code in codes)
    assert not any(code.replace("-", "") in str(RecoveryCode.objects.values()) for code in codes)


def test_a_page_with_a_log_in_is_kept_by_no_cache(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    visitor.log_in()
    for page in (LOGIN, CODE):
        assert "no-store" in visitor.client.get(page)["Cache-Control"]


def test_a_log_in_with_a_wrong_password_says_the_same_for_every_name(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    User.objects.filter(username="alice").update(is_active=True)

    def told(name: str, password: str) -> Any:
        return visitor.log_in(name, password).content.decode().replace(name, "NAME").split("csrfmiddlewaretoken")[0]

    known, unknown = told("alice", "wrong"), told("nobody", "wrong")
    User.objects.update(is_active=False)
    closed = told("alice", PASSWORD)
    assert known == unknown == closed
