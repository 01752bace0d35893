"""Old rows go, and only those that nobody needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.accounts.housekeeping import forget_expired_sessions
from claims.models import Notification, Session
from claims.notices.housekeeping import KEPT_AFTER_READING, forget_read
from claims.workflow import notify
from tests import factories
from tests.admin.desk import Desk

pytestmark = pytest.mark.django_db


def test_what_was_read_long_ago_is_forgotten_and_what_nobody_read_is_not() -> None:
    alice = factories.user()
    for _number in range(3):
        notify(to=[alice], kind=Notification.Kind.ASSIGNED, about=factories.claim(), by=None)
    old, recent, unread = Notification.objects.order_by("pk")
    long_ago = timezone.now() - KEPT_AFTER_READING - timedelta(days=1)
    Notification.objects.update(created_at=long_ago)
    Notification.objects.filter(pk=old.pk).update(read_at=long_ago)
    Notification.objects.filter(pk=recent.pk).update(read_at=timezone.now())
    forget_read.call()
    assert set(Notification.objects.all()) == {recent, unread}


def test_expired_sessions_are_forgotten() -> None:
    desks = [Desk(factories.user()) for _number in range(2)]
    key = desks[0].client.session.session_key
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_expired_sessions.call()
    assert [row.pk for row in Session.objects.all()] == [desks[1].client.session.session_key]
