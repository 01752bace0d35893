"""Who guesses is kept out for a while, and nobody else is."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from claims.models import User
from tests.accounts.visitor import PASSWORD, Visitor, code_of, with_app
from tests.admin.desk import Desk, text_of

LIMIT = 5


def guess(visitor: Visitor, name: str = "alice", times: int = LIMIT) -> Any:
    for _time in range(times):
        answer = visitor.log_in(name, "wrong")
    return answer


def an_age_later() -> None:
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))


def test_after_five_wrong_passwords_the_right_one_is_refused_for_a_while(alice: User, visitor: Visitor) -> None:
    assert guess(visitor, times=LIMIT - 1).status_code == 200
    answer = guess(visitor, times=1)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "15 minutes" in text_of(answer)
    assert visitor.log_in().status_code == 429
    assert not visitor.is_in
    an_age_later()
    assert visitor.log_in().status_code == 302
    assert visitor.is_in


def test_trying_on_does_not_make_it_longer(alice: User, visitor: Visitor) -> None:
    guess(visitor)
    before = AccessAttempt.objects.values_list("attempt_time", "failures_since_start").get()
    guess(visitor)
    assert AccessAttempt.objects.values_list("attempt_time", "failures_since_start").get() == before


def test_nobody_is_kept_out_by_somebody_elsewhere(alice: User) -> None:
    for number in range(3):
        guess(Visitor(f"203.0.113.{number}"))
    owner = Visitor("192.0.2.7")
    owner.log_in()
    assert owner.is_in


def test_a_colleague_at_the_same_address_is_not_kept_out(alice: User, bob: User, visitor: Visitor) -> None:
    guess(visitor)
    colleague = Visitor()
    colleague.log_in("bob")
    assert colleague.is_in


def test_an_address_that_tries_many_names_is_kept_out_altogether(alice: User, visitor: Visitor) -> None:
    for number in range(13):
        guess(visitor, f"name-{number}", times=4)
    assert visitor.log_in().status_code == 429
    assert Visitor("192.0.2.9").log_in().status_code == 302


def test_who_has_a_network_of_version_6_does_not_get_around_it_with_its_other_addresses(alice: User) -> None:
    for number in range(LIMIT):
        guess(Visitor(f"2001:db8:1:2::{number + 1}"), times=1)
    assert Visitor("2001:db8:1:2:ffff::1").log_in().status_code == 429
    assert Visitor("2001:db8:1:3::1").log_in().status_code == 302


def test_another_browser_does_not_get_around_it(alice: User) -> None:
    for number in range(LIMIT):
        guess(Visitor(browser=f"Browser {number}"), times=1)
    assert Visitor(browser="Another").log_in().status_code == 429


def test_a_header_that_the_client_wrote_does_not_get_around_it(alice: User, settings: Any) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    for number in range(LIMIT):
        one = Visitor()
        one.client.defaults["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}, 198.51.100.1"
        guess(one, times=1)
    other = Visitor()
    other.client.defaults["HTTP_X_FORWARDED_FOR"] = "10.9.9.9, 198.51.100.1"
    assert other.log_in().status_code == 429
    other.client.defaults["HTTP_X_FORWARDED_FOR"] = "198.51.100.1, 198.51.100.2"
    assert other.log_in().status_code == 302


def test_wrong_codes_count_like_wrong_passwords(alice: User, visitor: Visitor) -> None:
    with_app(alice)
    visitor.log_in()
    answers = [visitor.type_code("000000").status_code for _time in range(LIMIT)]
    assert answers == [400] * (LIMIT - 1) + [429]
    assert visitor.type_code(code_of()).status_code == 429
    assert not visitor.is_in


def test_the_right_password_does_not_set_the_count_of_wrong_codes_back(alice: User) -> None:
    with_app(alice)
    for _time in range(LIMIT):
        visitor = Visitor()
        visitor.log_in()
        visitor.type_code("000000")
    assert Visitor().log_in().status_code == 429


def test_a_log_in_that_worked_sets_the_count_back(alice: User, visitor: Visitor) -> None:
    guess(visitor, times=LIMIT - 1)
    visitor.log_in()
    assert guess(Visitor(), times=LIMIT - 1).status_code == 200


def test_the_page_says_the_same_whether_there_is_such_an_account_or_not(alice: User) -> None:
    known, unknown = guess(Visitor()), guess(Visitor("192.0.2.2"), "nobody")
    assert known.status_code == unknown.status_code == 429
    assert known.content == unknown.content


def test_guessing_the_old_password_on_the_page_for_a_new_one_counts_as_well(alice: User, visitor: Visitor) -> None:
    visitor.log_in()
    new = "a loud garden in July"

    def change(old: str) -> int:
        typed = {"old_password": old, "new_password1": new, "new_password2": new}
        return int(visitor.client.post("/admin/password_change/", typed).status_code)

    assert [change("wrong") for _time in range(LIMIT)] == [200] * (LIMIT - 1) + [429]
    assert change(PASSWORD) == 429
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_an_administrator_unlocks_an_account(alice: User, dora: User, visitor: Visitor) -> None:
    guess(visitor)
    Desk(dora).client.post("/admin/claims/user/", {"action": "unlock_accounts", "_selected_action": [alice.pk]})
    assert visitor.log_in().status_code == 302


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_neither_names_nor_passwords_nor_codes_are_kept(alice: User, visitor: Visitor, name: str) -> None:
    with_app(alice)
    visitor.log_in(name, "my secret password")
    visitor.log_in()
    visitor.type_code("424242")
    kept = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.exists()
    assert not any(word in kept for word in (name, "my secret password", PASSWORD, "424242"))
