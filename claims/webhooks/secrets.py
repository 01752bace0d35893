"""Secrets that sign messages. They must be read again to sign, so they lie encrypted in the database."""

import base64
import secrets
from datetime import timedelta
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils import timezone
from django.utils.encoding import force_bytes

from claims.models import WebhookSubscription

MARK = "whsec_"
SECRET_BYTES = 32
# The receiver has so long to take the new secret; until then messages carry both signatures.
OVERLAP = timedelta(hours=24)
PURPOSE = b"claims.webhooks.secrets\x00"


class UnreadableSecret(ValueError):
    """SECRET_KEY was changed without keeping the old one in SECRET_KEY_FALLBACKS."""


def new_secret() -> str:
    """As the specification has it: 32 random bytes in base64 behind ``whsec_``."""
    return MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sealed(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def open_secrets(subscription: WebhookSubscription) -> list[str]:
    """The secrets to sign with now, the newest first. Raises :class:`UnreadableSecret`."""
    kept = [subscription.sealed_secret]
    if subscription.sealed_old_secret and (subscription.old_secret_until or timezone.now()) > timezone.now():
        kept.append(subscription.sealed_old_secret)
    try:
        return [_box().decrypt(each.encode()).decode() for each in kept]
    except InvalidToken:
        raise UnreadableSecret("The secret cannot be read with SECRET_KEY; rotate it.") from None


def rotate_secret(subscription: WebhookSubscription) -> str:
    """A new secret, returned this once. The old one signs beside it for a day."""
    secret = new_secret()
    WebhookSubscription.objects.filter(pk=subscription.pk).update(
        sealed_secret=sealed(secret),
        sealed_old_secret=subscription.sealed_secret,
        old_secret_until=timezone.now() + OVERLAP,
    )
    return secret


def _box() -> MultiFernet:
    keys = [force_bytes(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(sha256(PURPOSE + key).digest())) for key in keys])
