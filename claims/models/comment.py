"""What colleagues say to each other about a claim. Readers never see it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models.history import remember

LONGEST_COMMENT = 5_000


@remember()
class Comment(models.Model):
    """Plain text. It is not edited: an answer to a comment must not come to stand under other words."""

    claim = models.ForeignKey(
        "claims.Claim", on_delete=models.CASCADE, related_name="comments", verbose_name=_("claim")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments", verbose_name=_("author")
    )
    text = models.TextField(_("text"), max_length=LONGEST_COMMENT)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in", verbose_name=_("mentioned")
    )
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="comment_has_text",
                violation_error_message=_("Write something first."),
            )
        ]
        triggers = [pgtrigger.Protect(name="comment_is_final", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.text
