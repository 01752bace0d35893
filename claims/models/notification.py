"""What a person should know: that something happened to a row they have to do with."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, user: Any) -> "NotificationQuerySet":
        """Those that this person reads in the admin; nobody reads another person's."""
        return self.filter(recipient=user, in_admin=True)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def to_mail(self) -> "NotificationQuerySet":
        """What was read in the meantime, or is settled, is not worth a mail any more."""
        return self.unread().filter(mail_due_at__lte=timezone.now())


class Notification(models.Model):
    """One thing for one person. It holds no text: what it says is made when it is shown, in their language."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned to you")
        SUBMITTED = "submitted", _("waiting for a decision")
        VOTE_ASKED = "vote-asked", _("a vote is asked of you")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        APPROVAL_CLEARED = "approval-cleared", _("approval taken away")
        PUBLISHED = "published", _("published")
        CORRECTED = "corrected", _("corrected")
        RETRACTED = "retracted", _("retracted")
        MENTIONED = "mentioned", _("mentioned in a comment")
        REVIEW_DUE = "review-due", _("due for another look")
        SOURCE_DEAD = "source-dead", _("source not reachable")
        ARTICLE_CHANGED = "article-changed", _("article changed")
        REPORTED = "reported", _("report of a reader")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("table"))
    about_id = models.BigIntegerField(_("row"))
    about = GenericForeignKey("about_type", "about_id")
    occasion = models.CharField(
        _("occasion"),
        max_length=80,
        blank=True,
        help_text=_("Tells two things of one kind about one row apart, such as the second submission from the first."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Whose doing it was; nobody's when a program or a reader caused it."),
    )
    facts = models.JSONField(_("facts"), default=dict, help_text=_("Numbers and codes for the text; never the text."))
    # Decided when it is made, so that a switch turned later brings no old news.
    in_admin = models.BooleanField(_("in the admin"), default=True)
    by_mail = models.BooleanField(_("by e-mail"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    mail_due_at = models.DateTimeField(
        _("mail due at"), null=True, help_text=_("Of the next attempt; empty when there is none to come.")
    )
    mail_attempts = models.PositiveSmallIntegerField(_("attempts to mail it"), default=0)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(read_at=None, mail_due_at__isnull=False),
                name="notification_mail_due",
            ),
            models.Index(fields=["about_type", "about_id"], name="notification_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "about_type", "about_id", "occasion"],
                condition=models.Q(read_at=None),
                name="notification_once_while_unread",
            ),
            models.CheckConstraint(
                condition=models.Q(in_admin=True) | models.Q(by_mail=True), name="notification_reaches_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(by_mail=True) | models.Q(mailed_at=None, mail_due_at=None),
                name="notification_mailed_when_asked_for",
            ),
            models.CheckConstraint(
                condition=models.Q(mailed_at=None) | models.Q(mail_due_at=None), name="notification_mailed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(by=None) | ~models.Q(by=models.F("recipient")), name="notification_not_of_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.about_type_id}/{self.about_id})"
