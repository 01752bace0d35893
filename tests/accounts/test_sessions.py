"""One's own sessions: seen, ended, and ended by a new password."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction
from django.utils import timezone

from claims.models import Session, User
from tests.accounts.visitor import ACCOUNT, PASSWORD, SESSIONS, START, Visitor
from tests.admin.desk import Desk, text_of

FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
NEW = "a loud garden in July"


def logged_in(address: str = "192.0.2.1", browser: str = FIREFOX, name: str = "alice") -> Visitor:
    visitor = Visitor(address, browser)
    visitor.log_in(name)
    return visitor


def handles(visitor: Visitor) -> list[str]:
    return [session.handle for session, _name in visitor.client.get(ACCOUNT).context["sessions"]]


def test_a_person_sees_where_they_are_logged_in(alice: User) -> None:
    logged_in("198.51.100.4", EDGE)
    page = logged_in().client.get(ACCOUNT)
    words = text_of(page)
    assert "Firefox Mobile on Android this one 192.0.2.1" in words
    assert "Edge on Windows 198.51.100.4" in words
    assert "last seen" in words


def test_a_person_sees_nobody_elses_sessions(alice: User, bob: User) -> None:
    logged_in(name="bob")
    assert len(handles(logged_in())) == 1


def test_the_key_of_a_session_is_in_no_page(alice: User) -> None:
    visitor, other = logged_in(), logged_in()
    page = visitor.client.get(ACCOUNT).content.decode()
    assert not any(each.client.session.session_key in page for each in (visitor, other))


def test_one_session_is_ended_and_the_others_go_on(alice: User) -> None:
    here, there, elsewhere = logged_in(), logged_in("192.0.2.2"), logged_in("192.0.2.3")
    sessions = here.client.get(ACCOUNT).context["sessions"]
    handle = next(session.handle for session, _name in sessions if session.address == "192.0.2.2")
    here.client.post(SESSIONS, {"session": handle})
    assert [here.is_in, there.is_in, elsewhere.is_in] == [True, False, True]


def test_all_other_sessions_are_ended_at_once(alice: User, bob: User) -> None:
    here, there, bobs = logged_in(), logged_in(), logged_in(name="bob")
    here.client.post(SESSIONS, {"others": ""})
    assert [here.is_in, there.is_in, bobs.is_in] == [True, False, True]


def test_nobody_ends_the_session_of_another(alice: User, bob: User) -> None:
    bobs, here = logged_in(name="bob"), logged_in()
    here.client.post(SESSIONS, {"session": handles(bobs)[0]})
    assert bobs.is_in


@pytest.mark.parametrize("handle", ["", "x", "\x00", "x" * 100_000])
def test_what_names_no_session_ends_none(alice: User, handle: str) -> None:
    here = logged_in()
    assert here.client.post(SESSIONS, {"session": handle}).status_code == 302
    assert here.is_in


def test_looking_at_the_address_of_the_form_ends_nothing(alice: User) -> None:
    here, there = logged_in(), logged_in()
    assert here.client.get(SESSIONS).status_code == 302
    assert there.is_in


def test_a_session_that_was_ended_is_not_brought_back_by_a_request_on_its_way(alice: User) -> None:
    here = logged_in()
    store = here.client.session
    store["late"] = True
    Session.objects.all().delete()
    with pytest.raises(UpdateError), transaction.atomic():
        store.save()
    assert not Session.objects.exists()


def test_a_new_password_ends_all_other_sessions(alice: User) -> None:
    here, there = logged_in(), logged_in()
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.client.post("/admin/password_change/", typed).status_code == 302
    assert [here.is_in, there.is_in] == [True, False]
    assert len(handles(here)) == Session.objects.filter(user=alice).count() == 1


def test_a_password_set_by_an_administrator_ends_all_sessions(alice: User, dora: User) -> None:
    there = logged_in()
    typed = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    answer = Desk(dora).client.post(f"/admin/claims/user/{alice.pk}/password/", typed)
    assert answer.status_code == 302
    assert not there.is_in
    assert not Session.objects.filter(user=alice).exists()


def test_a_password_set_in_the_shell_leaves_no_session_in_the_list(alice: User) -> None:
    logged_in()
    alice.set_password(NEW)
    alice.save()
    visitor = Visitor()
    visitor.log_in(password=NEW)
    assert len(handles(visitor)) == 1


def test_an_administrator_ends_all_sessions_of_an_account(alice: User, dora: User) -> None:
    there = logged_in()
    Desk(dora).client.post("/admin/claims/user/", {"action": "end_sessions", "_selected_action": [alice.pk]})
    assert not there.is_in


def test_logging_out_takes_the_session_off_the_list(alice: User) -> None:
    here, there = logged_in(), logged_in()
    there.client.post("/admin/logout/")
    assert len(handles(here)) == 1


def test_a_visit_is_noted_every_few_minutes_and_not_at_every_page(alice: User, django_assert_num_queries: Any) -> None:
    here = logged_in()
    first = Session.objects.get().seen_at
    here.client.get(START)
    assert Session.objects.get().seen_at == first
    session = here.client.session
    session["seen_at"] = (timezone.now() - timedelta(minutes=6)).isoformat()
    session.save()
    here.client.defaults["REMOTE_ADDR"] = "198.51.100.9"
    here.client.get(START)
    row = Session.objects.get()
    assert row.seen_at is not None
    assert row.seen_at >= first
    assert row.address == "198.51.100.9"


def test_a_reader_without_an_account_has_no_session(db: None) -> None:
    Visitor().client.get("/en/")
    Visitor().client.get(START)
    assert not Session.objects.exists()


def left_alone(visitor: Visitor, **ago: int) -> None:
    """As if nothing had been asked for that long: the end of the session comes nearer by it."""
    row = Session.objects.get(session_key=visitor.client.session.session_key)
    Session.objects.filter(pk=row.pk).update(expire_date=row.expire_date - timedelta(**ago))


def test_a_session_that_is_left_alone_for_a_working_day_ends(alice: User) -> None:
    here = logged_in()
    left_alone(here, hours=7, minutes=59)
    assert here.is_in
    left_alone(here, minutes=2)
    assert not here.is_in


def test_a_visit_makes_a_session_last_and_never_beyond_a_day(alice: User) -> None:
    here = logged_in()
    for hours, stays in ((7, True), (14, True), (23, True), (25, False)):
        session = here.client.session
        session["started_at"] = (timezone.now() - timedelta(hours=hours)).isoformat()
        session["seen_at"] = (timezone.now() - timedelta(minutes=6)).isoformat()
        session.save()
        assert here.is_in is stays
    row = Session.objects.get()
    assert row.started_at is not None
    assert row.expire_date == row.started_at + timedelta(hours=24)


def test_closing_an_account_ends_its_sessions(alice: User) -> None:
    here = logged_in()
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not here.is_in


def test_the_key_of_a_session_is_long_and_random(alice: User) -> None:
    keys = [logged_in().client.session.session_key or "" for _time in range(3)]
    assert len(set(keys)) == 3
    # 32 of 36 characters: 165 bits.
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys)
