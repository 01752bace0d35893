"""What a reviewer has seen of a claim, so that the next look shows what changed since."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """The document as the reviewer saw it last, and as they had seen it before that.

    Two, so that a page that is loaded again still shows the difference. It is no editorial content: nothing is decided
    by it, it is overwritten at every look, and a redaction deletes it.
    """

    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="looks", verbose_name=_("claim"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks", verbose_name=_("reviewer")
    )
    document = models.JSONField(_("document"))
    seen_at = models.DateTimeField(_("seen at"), default=timezone.now)
    earlier_document = models.JSONField(_("document seen before"), null=True)
    earlier_seen_at = models.DateTimeField(_("seen before at"), null=True)

    class Meta:
        verbose_name = _("look of a reviewer")
        verbose_name_plural = _("looks of reviewers")
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "reviewer"], name="look_once_a_reviewer"),
            models.CheckConstraint(
                condition=models.Q(earlier_document__isnull=True, earlier_seen_at__isnull=True)
                | models.Q(earlier_document__isnull=False, earlier_seen_at__isnull=False),
                name="look_earlier_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} · {self.claim_id}"
