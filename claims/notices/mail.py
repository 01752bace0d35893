"""Mail what people were told and have not read: one message a person, however much it is."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext
from django_tasks import task

from claims.models import Notification, User
from claims.notices.words import address_of, text_of, with_rows

logger = logging.getLogger(__name__)

# Who has taken a message to send and did not come back: after this, another worker sends it.
LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)
# With these pauses about three days: long enough for a mail server over a weekend.
MOST_ATTEMPTS = 18
MOST_IN_A_MESSAGE = 50


@task()
def mail_due() -> None:
    """Send to everybody for whom something is due. A mail server that fails loses nothing: it is tried again later."""
    recipients = Notification.objects.to_mail().order_by("recipient").values_list("recipient", flat=True).distinct()
    for recipient in list(recipients):
        mail_to(recipient)


def mail_to(recipient: int) -> None:
    keys = _take(recipient)
    person = User.objects.filter(pk=recipient, is_active=True).exclude(email="").first()
    if not keys or person is None:
        Notification.objects.filter(pk__in=keys).update(mail_due_at=None)
        return
    message = _message(person, list(with_rows(Notification.objects.filter(pk__in=keys))))
    try:
        message.send()
    except (SMTPException, OSError) as error:
        # Neither address nor text: the log is read by others.
        logger.warning("Mail could not be sent to account=%s: %s", person.pk, type(error).__name__)
        _put_off(keys)
    else:
        Notification.objects.filter(pk__in=keys).update(mailed_at=timezone.now(), mail_due_at=None)
        # For whom there is only mail, it counts as read: nothing else would ever mark it.
        Notification.objects.unread().filter(pk__in=keys, in_admin=False).update(read_at=timezone.now())


def _take(recipient: int) -> list[int]:
    """What is due for this person, put off for the time of the lease: whoever comes second finds nothing."""
    with transaction.atomic():
        due = Notification.objects.to_mail().filter(recipient=recipient).order_by("pk")
        keys = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST_IN_A_MESSAGE])
        Notification.objects.filter(pk__in=keys).update(mail_due_at=timezone.now() + LEASE)
    return keys


def _put_off(keys: list[int]) -> None:
    """Try later, with growing pauses; after the last attempt it shows in the admin, also for whom it did not before."""
    for row in Notification.objects.filter(pk__in=keys):
        row.mail_attempts += 1
        pause = min(FIRST_PAUSE * 2 ** (row.mail_attempts - 1), LONGEST_PAUSE)
        given_up = row.mail_attempts >= MOST_ATTEMPTS
        row.mail_due_at = None if given_up else timezone.now() + pause
        row.in_admin = row.in_admin or given_up
        row.save(update_fields=["mail_attempts", "mail_due_at", "in_admin"])


def _message(person: User, notifications: list[Notification]) -> EmailMessage:
    with translation.override(person.mail_language or settings.LANGUAGE_CODE):
        items = [(text_of(row), _absolute(address_of(row))) for row in notifications]
        subject = (
            items[0][0]
            if len(items) == 1
            else ngettext("%d piece of news", "%d pieces of news", len(items)) % (len(items))
        )
        body = render_to_string(
            "mail/notifications.txt",
            {
                "person": person,
                "items": items,
                "site": settings.SITE_NAME,
                "switch": _absolute(reverse("admin:account")),
            },
        )
    # Made from what it tells: if the same message leaves twice after all, mail programs show it once.
    identity = salted_hmac(__name__, ",".join(str(row.pk) for row in notifications), algorithm="sha256").hexdigest()
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        subject=f"[{settings.SITE_NAME}] {' '.join(subject.split())}",
        body=body,
        to=[person.email],
        headers={"Message-ID": f"<{identity[:40]}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )


def _absolute(path: str | None) -> str:
    return f"{settings.SITE_URL}{path}" if path else ""
