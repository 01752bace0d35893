"""Tell programs elsewhere what is published, following the Standard Webhooks specification."""

from claims.webhooks.addresses import public_address
from claims.webhooks.delivery import deliver_due, send_next
from claims.webhooks.events import event_of, message, wants
from claims.webhooks.secrets import new_secret, open_secrets, rotate_secret
from claims.webhooks.subscriptions import pause, replay, resume, subscribe

__all__ = [
    "deliver_due",
    "event_of",
    "message",
    "new_secret",
    "open_secrets",
    "pause",
    "public_address",
    "replay",
    "resume",
    "rotate_secret",
    "send_next",
    "subscribe",
    "wants",
]
