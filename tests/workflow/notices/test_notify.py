"""The function that every notification goes through."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims.models import Notification, User
from claims.workflow import notify, quietly, settle
from tests import factories
from tests.workflow.notices.told import unread

pytestmark = pytest.mark.django_db

ASSIGNED = Notification.Kind.ASSIGNED


def test_nobody_is_told_what_they_did_themselves(alice: User, bob: User) -> None:
    notify(to=[alice, bob, None], kind=ASSIGNED, about=factories.claim(), by=bob)
    assert unread() == {("alice", "assigned")}


def test_nobody_is_told_the_same_thing_twice_until_they_have_read_it(alice: User) -> None:
    claim = factories.claim()
    for _time in range(2):
        notify(to=[alice, alice], kind=ASSIGNED, about=claim, by=None)
    assert Notification.objects.count() == 1
    settle(claim, ASSIGNED)
    notify(to=[alice], kind=ASSIGNED, about=claim, by=None)
    assert Notification.objects.count() == 2


def test_another_row_another_kind_and_another_occasion_are_other_things(alice: User) -> None:
    claim = factories.claim()
    notify(to=[alice], kind=ASSIGNED, about=claim, by=None)
    notify(to=[alice], kind=ASSIGNED, about=factories.claim(), by=None)
    notify(to=[alice], kind=Notification.Kind.REVIEW_DUE, about=claim, by=None)
    notify(to=[alice], kind=ASSIGNED, about=claim, by=None, occasion="again")
    assert Notification.objects.count() == 4


def test_what_is_rolled_back_was_never_said(alice: User) -> None:
    with transaction.atomic():
        notify(to=[alice], kind=ASSIGNED, about=factories.claim(), by=None)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()


def test_a_closed_account_is_told_nothing(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    notify(to=[alice], kind=ASSIGNED, about=factories.claim(), by=None)
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("switches", "ways"),
    [
        ({}, [(True, True)]),
        ({"notified_in_admin": False}, [(False, True)]),
        ({"notified_by_mail": False}, [(True, False)]),
        ({"email": ""}, [(True, False)]),
        ({"notified_in_admin": False, "notified_by_mail": False}, []),
        ({"notified_in_admin": False, "email": ""}, []),
    ],
)
def test_the_switches_decide_the_ways(alice: User, switches: dict[str, object], ways: list[tuple[bool, bool]]) -> None:
    User.objects.filter(pk=alice.pk).update(**switches)
    notify(to=[alice], kind=ASSIGNED, about=factories.claim(), by=None)
    assert list(Notification.objects.values_list("in_admin", "by_mail")) == ways


def test_what_is_settled_for_one_person_stays_open_for_the_others(alice: User, bob: User) -> None:
    claim = factories.claim()
    notify(to=[alice, bob], kind=ASSIGNED, about=claim, by=None)
    settle(claim, ASSIGNED, only_for=alice)
    assert unread() == {("bob", "assigned")}


def test_what_is_settled_about_one_row_stays_open_about_another_with_the_same_key(alice: User) -> None:
    claim = factories.claim()
    notify(to=[alice], kind=ASSIGNED, about=claim, by=None)
    settle(factories.topic(pk=claim.pk), ASSIGNED)
    assert unread() == {("alice", "assigned")}


def test_a_program_that_loads_known_things_tells_nobody(alice: User) -> None:
    with quietly():
        notify(to=[alice], kind=ASSIGNED, about=factories.claim(), by=None)
    assert not Notification.objects.exists()


def test_it_costs_two_queries_however_many_are_told(django_assert_num_queries: Any) -> None:
    people = [factories.user() for _number in range(5)]
    claim = factories.claim()
    notify(to=people[:1], kind=ASSIGNED, about=claim, by=None)
    with django_assert_num_queries(2):
        notify(to=people, kind=ASSIGNED, about=claim, by=None)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"in_admin": False, "by_mail": False}, "notification_reaches_somebody"),
        ({"by_mail": False, "mailed_at": "2026-01-01T00:00Z"}, "notification_mailed_when_asked_for"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(alice: User, changes: dict[str, object], constraint: str) -> None:
    notify(to=[alice], kind=ASSIGNED, about=factories.claim(), by=None)
    with pytest.raises(IntegrityError, match=constraint):
        Notification.objects.update(**changes)


def test_the_database_refuses_news_of_ones_own_doing(alice: User) -> None:
    notify(to=[alice], kind=ASSIGNED, about=factories.claim(), by=None)
    with pytest.raises(IntegrityError, match="notification_not_of_oneself"):
        Notification.objects.update(by=alice)
