"""Answers that are kept for a day, so that a request that is sent twice is done once."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(hours=24)


class KeptAnswerQuerySet(models.QuerySet["KeptAnswer"]):
    def expired(self) -> "KeptAnswerQuerySet":
        return self.filter(created_at__lte=timezone.now() - KEPT_FOR)


class KeptAnswer(models.Model):
    """What a POST with an ``Idempotency-Key`` was answered. Written in the transaction of the change itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    address = models.CharField(max_length=500)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="keptanswer_once_a_key")]

    def __str__(self) -> str:
        return self.key
