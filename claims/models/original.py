"""The bytes that a text was read from."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models.article import Snapshot
from claims.models.fields import WebAddressField, web_address_constraint
from claims.models.history import refuse_truncate


class BytesDigest(Func):
    """SHA-256 of a column of bytes, in hexadecimal."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


class OriginalQuerySet(models.QuerySet["Original"]):
    def waiting_for(self, user: Any) -> "OriginalQuerySet":
        """What this person brought in and has not saved yet; nobody else sees it."""
        return self.filter(snapshot=None, retrieved_by=user)


class Original(models.Model):
    """A fetched page or an uploaded file as it came. Never public: only the text read from it becomes a snapshot.

    It waits without a snapshot while the person who brought it in checks title and publisher, a day at the longest.
    """

    snapshot = models.OneToOneField(
        Snapshot, null=True, on_delete=models.PROTECT, related_name="original", verbose_name=_("snapshot")
    )
    url = WebAddressField(_("address"), blank=True, help_text=_("What was asked for; empty for an uploaded file."))
    final_url = WebAddressField(_("final address"), blank=True, help_text=_("Where that led to."))
    name = models.CharField(_("name of the file"), max_length=255, blank=True)
    content_type = models.CharField(
        _("type"), max_length=255, blank=True, help_text=_("As it was stated, not as it is.")
    )
    body = models.BinaryField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, help_text=_("Digest of the content, in hexadecimal."))
    retrieved_at = models.DateTimeField(_("retrieved at"), default=timezone.now)
    retrieved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("brought in by"),
    )

    objects = OriginalQuerySet.as_manager()

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        ordering = ["-retrieved_at"]
        indexes = [
            models.Index(fields=["retrieved_at"], condition=Q(snapshot=None), name="original_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sha256=BytesDigest(F("body"))), name="original_sha256_is_of_body"),
            web_address_constraint("url", name="original_url_is_http"),
            web_address_constraint("final_url", name="original_final_url_is_http"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="original_is_immutable",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "body", "sha256", "url", "final_url", "name", "content_type", "retrieved_at"
                ),
            ),
            pgtrigger.Protect(
                name="original_stays_with_its_text",
                operation=pgtrigger.UpdateOf("snapshot_id") | pgtrigger.Delete,  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__snapshot__isnull=False),
            ),
            refuse_truncate(),
        ]

    def __str__(self) -> str:
        return self.name or self.final_url or self.url
