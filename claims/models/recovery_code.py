"""Codes on paper for whoever loses the device that makes the others."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CODES_MADE = 10
# Without letters and digits that are mistaken for each other.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, GROUP_LENGTH = 4, 4


class RecoveryCodeQuerySet(models.QuerySet["RecoveryCode"]):
    def unused(self) -> "RecoveryCodeQuerySet":
        return self.filter(used_at=None)

    def use(self, user: Any, typed: str) -> bool:
        """The update decides: of two people who type one code at the same time, one is let in."""
        code = self.unused().filter(user=user, digest=digest_of(typed))
        return code.update(used_at=timezone.now()) == 1

    def make(self, user: Any) -> list[str]:
        """New codes in place of all earlier ones. They are nowhere else from now on."""
        codes = [_new_code() for _number in range(CODES_MADE)]
        with transaction.atomic():
            self.filter(user=user).delete()
            self.bulk_create([RecoveryCode(user=user, digest=digest_of(code)) for code in codes])
        return codes


def digest_of(typed: str) -> str:
    """SHA-256 is enough for 79 random bits: there is nothing to guess."""
    plain = "".join(typed.lower().split()).replace("-", "")
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def _new_code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(GROUP_LENGTH)) for _group in range(GROUPS))


class RecoveryCode(models.Model):
    """Lets its owner in once. Only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recoverycode_once_a_user")]

    def __str__(self) -> str:
        return f"{self.user_id}"
