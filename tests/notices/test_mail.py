"""Mail about what people were told: once, together, and not lost when the mail server fails."""

import smtplib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from claims.background import enqueue_due
from claims.models import Notification, User
from claims.notices.mail import LEASE, MOST_ATTEMPTS, mail_due, mail_to
from claims.workflow import notify, settle
from tests import factories

ASSIGNED = Notification.Kind.ASSIGNED


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice", public_name="Alice", email="alice@newsroom.example")


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("editor", username="bob", public_name="Bob", email="bob@newsroom.example")


def tell(*people: User, by: User | None = None, statement: str = "Rice is dearer.", **more: Any) -> Any:
    claim = factories.claim(statement=factories.text(statement, "Beras lebih mahal."))
    notify(to=people, kind=ASSIGNED, about=claim, by=by, **more)
    return claim


def time_passes(**how_much: float) -> None:
    for row in Notification.objects.filter(mail_due_at__isnull=False):
        Notification.objects.filter(pk=row.pk).update(mail_due_at=row.mail_due_at - timedelta(**how_much))


def send() -> None:
    time_passes(minutes=3)
    mail_due.call()


def test_it_is_mailed_after_a_time_to_read_it_and_only_once(alice: User, bob: User) -> None:
    claim = tell(alice, by=bob)
    mail_due.call()
    assert mail.outbox == []
    send()
    send()
    [message] = mail.outbox
    assert message.to == ["alice@newsroom.example"]
    assert message.subject == "[Factcheck] Bob assigned “Rice is dearer.” to you."
    assert f"/admin/claims/claim/{claim.pk}/change/" in message.body
    assert "http://127.0.0.1:8000/admin/account/" in message.body
    assert Notification.objects.get().mailed_at is not None


def test_several_things_come_in_one_mail_to_each_person(alice: User, bob: User) -> None:
    tell(alice, bob)
    tell(alice, statement="Sugar is dearer.")
    send()
    assert sorted((message.to[0], message.subject) for message in mail.outbox) == [
        ("alice@newsroom.example", "[Factcheck] 2 pieces of news"),
        ("bob@newsroom.example", "[Factcheck] Somebody assigned “Rice is dearer.” to you."),
    ]


def test_what_was_read_or_settled_before_is_not_mailed(alice: User) -> None:
    settle(tell(alice), ASSIGNED)
    send()
    assert mail.outbox == []


def test_who_wants_no_mail_gets_none(alice: User) -> None:
    User.objects.update(notified_by_mail=False)
    tell(alice)
    send()
    assert mail.outbox == []


def test_a_site_without_a_mail_server_keeps_everything_in_the_admin(alice: User, settings: Any) -> None:
    settings.MAIL_IS_SENT = False
    tell(alice)
    assert list(Notification.objects.values_list("in_admin", "by_mail")) == [(True, False)]


def test_a_switch_that_is_turned_on_later_brings_no_old_news(alice: User) -> None:
    User.objects.update(notified_by_mail=False)
    tell(alice)
    User.objects.update(notified_by_mail=True)
    send()
    assert mail.outbox == []


def test_for_whom_there_is_only_mail_it_counts_as_read_once_it_is_sent(alice: User) -> None:
    User.objects.update(notified_in_admin=False)
    claim = tell(alice)
    send()
    notify(to=[alice], kind=ASSIGNED, about=claim, by=None)
    send()
    assert len(mail.outbox) == 2


def test_it_is_written_in_the_language_of_the_person(alice: User) -> None:
    User.objects.update(mail_language="id")
    tell(alice)
    send()
    assert "Beras lebih mahal." in mail.outbox[0].body


def test_a_statement_of_several_lines_forges_no_header(alice: User) -> None:
    tell(alice, statement="Rice\r\nBcc: all@newsroom.example\r\n\r\nis dearer.")
    send()
    [message] = mail.outbox
    assert message.bcc == []
    assert "\n" not in message.subject
    assert message.recipients() == ["alice@newsroom.example"]


def test_no_markup_is_put_into_the_plain_text(alice: User) -> None:
    tell(alice, statement="Rice & sugar <dearer>")
    send()
    assert "Rice & sugar <dearer>" in mail.outbox[0].body


class Broken(BaseEmailBackend):
    error: Exception = ConnectionRefusedError()

    def send_messages(self, _messages: Any) -> int:
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPServerDisconnected(),
        smtplib.SMTPRecipientsRefused({}),
        smtplib.SMTPAuthenticationError(535, b"no"),
    ],
)
def test_a_mail_server_that_fails_loses_nothing(
    alice: User, settings: Any, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(alice)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.notices.test_mail.Broken"
    monkeypatch.setattr(Broken, "error", error)
    send()
    row = Notification.objects.get()
    assert (row.mailed_at, row.mail_attempts) == (None, 1)
    assert row.mail_due_at is not None
    settings.EMAIL_BACKEND = working
    mail_due.call()
    assert mail.outbox == []
    send()
    assert len(mail.outbox) == 1


def test_one_address_that_is_refused_keeps_nobody_else_waiting(
    alice: User, bob: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(alice, bob)
    sent = mail.EmailMessage.send

    def picky(message: mail.EmailMessage, *arguments: Any) -> int:
        if message.to == ["alice@newsroom.example"]:
            raise smtplib.SMTPRecipientsRefused({})
        return sent(message, *arguments)

    monkeypatch.setattr(mail.EmailMessage, "send", picky)
    send()
    assert [message.to for message in mail.outbox] == [["bob@newsroom.example"]]


def test_after_the_last_attempt_it_shows_in_the_admin_in_any_case(alice: User, settings: Any) -> None:
    User.objects.update(notified_in_admin=False)
    tell(alice)
    settings.EMAIL_BACKEND = "tests.notices.test_mail.Broken"
    for _attempt in range(MOST_ATTEMPTS):
        time_passes(hours=7)
        mail_due.call()
    row = Notification.objects.get()
    assert (row.mail_due_at, row.in_admin, row.read_at) == (None, True, None)


def test_an_account_that_was_closed_gets_no_mail(alice: User) -> None:
    tell(alice)
    User.objects.update(is_active=False)
    send()
    assert mail.outbox == []
    assert not Notification.objects.to_mail().exists()


def test_a_worker_that_was_killed_while_it_sent_keeps_it_from_others_only_for_a_while(alice: User) -> None:
    tell(alice)
    Notification.objects.update(mail_due_at=timezone.now() + LEASE)
    mail_due.call()
    assert mail.outbox == []
    time_passes(seconds=LEASE.total_seconds() + 1)
    mail_due.call()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_sends_it() -> None:
    alice = factories.user("researcher", email="alice@newsroom.example")
    tell(alice)
    time_passes(minutes=3)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        mail_to(alice.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail.outbox) == 1


def test_the_schedule_of_the_site_sends_it(alice: User, settings: Any) -> None:
    settings.PERIODIC_TASKS = {"mail-notifications": settings.PERIODIC_TASKS["mail-notifications"]}
    tell(alice)
    time_passes(minutes=3)
    assert enqueue_due() == ["mail-notifications"]
    assert len(mail.outbox) == 1
