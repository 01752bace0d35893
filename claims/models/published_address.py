"""Which claims a web address leads to: it is that of an article they appear in, or of a source of theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedAddress(models.Model):
    """An index only: what readers see of the article or the source comes from the claim's document."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        SOURCE = "source", _("source")

    claim = models.ForeignKey("claims.PublishedClaim", on_delete=models.CASCADE, related_name="addresses")
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the address in its one spelling."))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    named = models.CharField(max_length=120, help_text=_("Slug of the article or the source."))

    class Meta:
        verbose_name = _("published address")
        verbose_name_plural = _("published addresses")
        ordering = ["claim", "kind", "named"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "kind", "named", "claim"], name="publishedaddress_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.named}"
