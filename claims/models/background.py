"""What the work beside the site remembers: when each periodic task was last started, and which workers are alive."""

from django.db import models
from django.db.models.functions import Now


class PeriodicTask(models.Model):
    """One row a task of ``PERIODIC_TASKS``; the worker that moves ``started_at`` on is the one that starts it."""

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class BackgroundWorker(models.Model):
    """A worker that is alive says so every few seconds; what one that fell silent was doing is given to another."""

    id = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.id
