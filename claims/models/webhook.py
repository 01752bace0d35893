"""Programs elsewhere that are told what is published."""

import json
import uuid
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models.fields import WebAddressField
from claims.models.publication import Publication

SLUG_CHARACTERS = 120
LONGEST_ERROR = 300


class WebhookSubscriptionQuerySet(models.QuerySet["WebhookSubscription"]):
    def due(self) -> "WebhookSubscriptionQuerySet":
        """Those that something is waiting for, that no process is busy with and whose time has come."""
        now = timezone.now()
        head = Publication.objects.order_by("-number").values("number")[:1]
        return self.filter(
            models.Q(leased_until=None) | models.Q(leased_until__lt=now),
            state=WebhookSubscription.State.ACTIVE,
            next_attempt_at__lte=now,
            position__lt=models.Subquery(head),
        ).order_by("next_attempt_at", "pk")


class WebhookSubscription(models.Model):
    """Where to send which publications, and how far the record has been sent.

    There is no queue that could lose something: what is to be sent follows from ``position`` and the record.
    """

    class Event(models.TextChoices):
        PUBLISHED = "claim.published", _("published for the first time")
        UPDATED = "claim.updated", _("updated")
        CORRECTED = "claim.corrected", _("corrected")
        RETRACTED = "claim.retracted", _("retracted")
        MERGED = "claim.merged", _("merged into another claim")
        REDACTED = "claim.redacted", _("redacted")

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")

    # What a message's id begins with; it must not be guessed from the number of subscriptions.
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="webhook_subscriptions",
        verbose_name=_("owner"),
        editable=False,
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What receives it, such as the newsroom's system."))
    url = WebAddressField(_("address"), help_text=_("Where the messages go; https, and reachable from the internet."))
    events = ArrayField(
        models.CharField(max_length=20, choices=Event.choices),
        verbose_name=_("events"),
        default=list,
        blank=True,
        help_text=_("Only these events; empty for all."),
    )
    topics = ArrayField(
        models.CharField(max_length=SLUG_CHARACTERS),
        verbose_name=_("topics"),
        default=list,
        blank=True,
        help_text=_("Only claims with one of these topics, by their slugs; empty for all."),
    )
    ratings = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("ratings"),
        default=list,
        blank=True,
        help_text=_("Only claims with one of these ratings, by their slugs; empty for all."),
    )
    languages = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("Only claims from articles in one of these languages, such as id; empty for all."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE, editable=False)
    paused_because = models.CharField(_("paused because"), max_length=LONGEST_ERROR, blank=True, editable=False)
    sealed_secret = models.TextField(editable=False)
    sealed_old_secret = models.TextField(blank=True, editable=False)
    old_secret_until = models.DateTimeField(_("old secret until"), null=True, blank=True, editable=False)
    position = models.BigIntegerField(
        _("position"), default=0, editable=False, help_text=_("The publication up to which everything was sent.")
    )
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt at"), default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = WebhookSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gte=0), name="webhook_position_is_a_number"),
            models.CheckConstraint(
                condition=models.Q(state="paused") | models.Q(paused_because=""), name="webhook_active_has_no_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def revision(self) -> str:
        """A digest of what people decide; deliveries move the position on without making a reader's copy stale."""
        decided: list[Any] = [self.name, self.url, self.events, self.topics, self.ratings, self.languages, self.state]
        return sha256(json.dumps(decided).encode()).hexdigest()[:16]


class WebhookDelivery(models.Model):
    """One attempt to send one message."""

    subscription = models.ForeignKey(
        WebhookSubscription, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    publication = models.BigIntegerField(_("publication"))
    event = models.CharField(_("event"), max_length=20, choices=WebhookSubscription.Event.choices)
    message_id = models.CharField(_("message"), max_length=80)
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    attempted_at = models.DateTimeField(_("attempted at"), default=timezone.now)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    status = models.PositiveSmallIntegerField(_("status"), null=True, help_text=_("Of the answer, if there was one."))
    error = models.CharField(_("error"), max_length=LONGEST_ERROR, blank=True)
    succeeded = models.BooleanField(_("succeeded"))

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subscription", "-id"], name="webhookdelivery_newest")]

    def __str__(self) -> str:
        return f"{self.message_id} ({self.attempt})"
