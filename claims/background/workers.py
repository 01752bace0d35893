"""Which workers are alive, and what happens to the work of one that is not."""

import logging
import os
import socket
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from claims.models import BackgroundWorker

logger = logging.getLogger(__name__)

PREFIX = "factcheck"
# Several times the longest pause between two signs of life, with a database that answers slowly.
SILENT_FOR = timedelta(seconds=90)
MOST_ATTEMPTS = 3


class WorkerWasKilled(Exception):
    """A task whose workers were killed again and again while they did it; it may well be the reason."""


def new_worker_id() -> str:
    return f"{PREFIX}-{socket.gethostname()[:20]}-{os.getpid()}-{get_random_string(8)}"


def give_sign_of_life(worker: str) -> None:
    # Also after another worker took this one for dead, while the machine was asleep for instance.
    BackgroundWorker.objects.bulk_create(
        [BackgroundWorker(id=worker, seen_at=Now())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["seen_at"],
    )


def leave(worker: str) -> None:
    """Give back what this worker could not finish, so that nobody has to wait until it is taken for dead."""
    BackgroundWorker.objects.filter(pk=worker).delete()
    give_back_own(worker, DBTaskResult.objects.all())


def give_back_own(worker: str, among: QuerySet[Any]) -> None:
    """Queue again what this worker began and does not do any more; an orderly end is no failed attempt."""
    for task in _running(among):
        if task.worker_ids[-1] == worker:
            _same(task).update(status=TaskResultStatus.READY, worker_ids=task.worker_ids[:-1])


def take_over_from_the_dead() -> None:
    """Queue again what dead workers were doing."""
    BackgroundWorker.objects.filter(seen_at__lt=Now() - SILENT_FOR).delete()
    alive = set(BackgroundWorker.objects.values_list("pk", flat=True))
    for task in _running(DBTaskResult.objects.all()):
        if task.worker_ids[-1] not in alive:
            _try_again(task)


def _running(among: QuerySet[Any]) -> list[Any]:
    """Tasks of our workers only: the library's own command gives no sign of life."""
    rows = among.filter(status=TaskResultStatus.RUNNING)
    return [task for task in rows if task.worker_ids and str(task.worker_ids[-1]).startswith(f"{PREFIX}-")]


def _same(task: Any) -> QuerySet[Any]:
    """The task, unless it was finished or given back by another worker a moment ago."""
    running = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING)
    return running.filter(worker_ids=task.worker_ids)


def _try_again(task: Any) -> None:
    attempts = len(task.worker_ids)
    if attempts < MOST_ATTEMPTS:
        _same(task).update(status=TaskResultStatus.READY)
    elif _same(task).exists():
        logger.error("Task %s is given up: its worker was killed %d times", task.task_path, attempts)
        task.set_failed(WorkerWasKilled(f"killed {attempts} times while it ran"))
