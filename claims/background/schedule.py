"""Periodic tasks: each is started when its time has come, once however many workers look, also after a long pause."""

from datetime import datetime, timedelta
from typing import Any, TypedDict, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from claims.models import PeriodicTask


class Plan(TypedDict):
    task: str
    every: timedelta


def plans() -> dict[str, Plan]:
    return cast("dict[str, Plan]", settings.PERIODIC_TASKS)


def enqueue_due(*, now: datetime | None = None) -> list[str]:
    """Put the periodic tasks whose time has come into the queue; returns their names."""
    moment = now or timezone.now()
    started = dict(PeriodicTask.objects.values_list("name", "started_at"))
    return [
        name
        for name, plan in plans().items()
        if _is_due(started.get(name), plan, moment) and _enqueue(name, plan, moment)
    ]


def _is_due(started_at: datetime | None, plan: Plan, moment: datetime) -> bool:
    return started_at is None or started_at <= moment - plan["every"]


def _enqueue(name: str, plan: Plan, moment: datetime) -> bool:
    """The update decides which worker starts it; the task is in the queue exactly when the update is kept."""
    task: Any = import_string(plan["task"])
    PeriodicTask.objects.bulk_create([PeriodicTask(name=name)], ignore_conflicts=True)
    waiting = Q(started_at=None) | Q(started_at__lte=moment - plan["every"])
    with transaction.atomic():
        taken = PeriodicTask.objects.filter(waiting, name=name).update(started_at=moment)
        if taken:
            task.enqueue()
    return bool(taken)
