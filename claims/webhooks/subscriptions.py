"""What a person does with a subscription, each in one statement: a delivery at the same time does not undo it."""

from typing import Any

from django.utils import timezone

from claims.models import Publication, User, WebhookSubscription
from claims.webhooks.addresses import public_address
from claims.webhooks.secrets import new_secret, sealed


def subscribe(*, by: User, url: str, **fields: Any) -> tuple[WebhookSubscription, str]:
    """A subscription to what is published from now on, and its secret, which is shown this once.

    Raises :class:`~claims.web.NotFetched` or :class:`~claims.text.addresses.UnsafeAddress`.
    """
    public_address(url)
    secret = new_secret()
    row = WebhookSubscription.objects.create(owner=by, url=url, sealed_secret=sealed(secret), position=head(), **fields)
    return row, secret


def head() -> int:
    return Publication.objects.order_by("-number").values_list("number", flat=True).first() or 0


def pause(subscription: WebhookSubscription, *, reason: str = "") -> None:
    _update(subscription, state=WebhookSubscription.State.PAUSED, paused_because=reason)


def resume(subscription: WebhookSubscription) -> None:
    """Go on where it stopped: what was published meanwhile is sent now."""
    _update(
        subscription,
        state=WebhookSubscription.State.ACTIVE,
        paused_because="",
        failures=0,
        next_attempt_at=timezone.now(),
    )


def replay(subscription: WebhookSubscription, *, since: int) -> None:
    """Send again what has a higher number than ``since``; a number beyond the record's head means nothing more."""
    _update(subscription, position=min(since, head()), failures=0, next_attempt_at=timezone.now())


def _update(subscription: WebhookSubscription, **columns: Any) -> None:
    WebhookSubscription.objects.filter(pk=subscription.pk).update(**columns)
    subscription.refresh_from_db()
