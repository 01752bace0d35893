"""Write notifications, and settle those that need nobody any more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from claims.models import Assessment, Notification, User

# Whoever reads it at once gets no mail about it, and what happens in quick succession comes in one.
TIME_TO_READ = timedelta(minutes=2)

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def notify(
    *,
    to: Iterable[User | None],
    kind: Notification.Kind,
    about: Model,
    by: User | None,
    occasion: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    """Tell each person once, in the caller's transaction: what is rolled back was never said.

    Nobody is told what they did themselves, and nobody twice about the same thing (kind, row and ``occasion``) while
    they have not read it. ``facts`` are numbers and codes for the text, which is made when it is shown; texts of drafts
    do not belong there, since a redaction would not reach them.
    """
    if _quiet.get():
        return
    keys = {person.pk for person in to if person is not None} - {by.pk if by else None}
    # In the order of their keys, so that two transactions that tell the same people do not wait for each other.
    people = User.objects.filter(pk__in=keys, is_active=True).order_by("pk") if keys else []
    rows = [
        Notification(
            recipient=person,
            kind=kind,
            about_type=ContentType.objects.get_for_model(about),
            about_id=about.pk,
            occasion=occasion,
            by=by,
            facts=facts or {},
            in_admin=person.notified_in_admin,
            by_mail=_gets_mail(person),
            mail_due_at=timezone.now() + TIME_TO_READ if _gets_mail(person) else None,
        )
        for person in people
        if person.notified_in_admin or _gets_mail(person)
    ]
    # The database leaves out what is there already: a check before would lose the race against another transaction.
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def _gets_mail(person: User) -> bool:
    return person.notified_by_mail and bool(person.email) and settings.MAIL_IS_SENT


def settle(about: Model, *kinds: Notification.Kind, only_for: User | None = None) -> None:
    """Nobody needs to do any more what these notifications asked for, so nobody is counted them or mailed them."""
    waiting = Notification.objects.unread().filter(
        about_type=ContentType.objects.get_for_model(about), about_id=about.pk, kind__in=kinds
    )
    if only_for is not None:
        waiting = waiting.filter(recipient=only_for)
    waiting.update(read_at=timezone.now())


def submission_occasion(assessment: Assessment) -> str:
    """What was said about one submission may be said again about the next."""
    return f"submission-{assessment.submission}"


@contextmanager
def quietly() -> Iterator[None]:
    """Tell nobody: for programs that load what people already know, with the verbs."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)
