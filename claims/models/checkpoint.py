"""Signed heads of the record, and the keys that signed them. Append-only, like the record itself."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """The public half of a key of this site. It stays listed after the site has taken another one."""

    key_id = models.CharField(
        _("key id"), max_length=16, primary_key=True, help_text=_("The first 16 digits of the key's SHA-256.")
    )
    public_key = models.CharField(_("public key"), max_length=44, help_text=_("Ed25519, 32 bytes in base64."))
    first_used_at = models.DateTimeField(_("first used at"), default=timezone.now)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["-first_used_at", "key_id"]

    def __str__(self) -> str:
        return self.key_id


class Checkpoint(models.Model):
    """The site's signed word that its record ended with this number and this digest at that moment."""

    publication = models.ForeignKey(
        "claims.Publication", on_delete=models.PROTECT, related_name="checkpoints", verbose_name=_("publication")
    )
    digest = models.CharField(_("digest"), max_length=64)
    origin = models.CharField(_("origin"), max_length=300, help_text=_("The address of the site that signed."))
    published_at = models.DateTimeField(_("published at"))
    signatures = models.JSONField(
        _("signatures"), encoder=DjangoJSONEncoder, help_text=_("One a key: key_id, and the signature in base64.")
    )

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.digest[:12]}"
