"""Keys with which other systems work in a person's name."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIFETIME = timedelta(days=90)
SHOWN_CHARACTERS = 10
# So that a scanner of leaked secrets, and a person, sees what it is.
MARK = "fc_"
SECRET_BYTES = 32


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> "ApiTokenQuerySet":
        """Neither revoked nor expired, of an account that is open."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True)

    def matching(self, secret: str) -> "ApiToken | None":
        return self.usable().select_related("user").filter(digest=digest_of(secret)).first()


def digest_of(secret: str) -> str:
    """SHA-256 is enough for a secret of 256 random bits: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def in_ninety_days() -> datetime:
    return timezone.now() + LIFETIME


class ApiToken(models.Model):
    """It acts as its user, within its scopes. Only its digest is kept; the secret is shown once."""

    class Scope(models.TextChoices):
        READ = "read:drafts", _("read drafts")
        WRITE = "write", _("create and edit drafts, and the verbs on them")
        PUBLISH = "publish", _("approve, publish, correct, retract, redact")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What uses it, such as the newsroom's system."))
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), verbose_name=_("scopes"))
    prefix = models.CharField(_("begins with"), max_length=SHOWN_CHARACTERS, editable=False)
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(
        _("expires at"), default=in_ninety_days, help_text=_("After that it no longer works; 90 days from now if left.")
    )
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    def issue(cls, *, user: Any, name: str, scopes: list[str], **fields: Any) -> tuple["ApiToken", str]:
        """A new token and its secret, which is nowhere else from now on."""
        secret = MARK + secrets.token_urlsafe(SECRET_BYTES)
        token = cls.objects.create(
            user=user, name=name, scopes=scopes, prefix=secret[:SHOWN_CHARACTERS], digest=digest_of(secret), **fields
        )
        return token, secret
