"""What happens to a task when the worker that does it dies."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from claims.background.workers import (
    MOST_ATTEMPTS,
    SILENT_FOR,
    give_sign_of_life,
    leave,
    new_worker_id,
    take_over_from_the_dead,
)
from claims.models import BackgroundWorker
from tests.background.jobs import note

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> str:
    worker = new_worker_id()
    give_sign_of_life(worker)
    return worker


def task_of(*workers: str) -> DBTaskResult:  # type: ignore[type-arg]
    note.enqueue("done")
    task = DBTaskResult.objects.get()
    for worker in workers:
        task.claim(worker)
    return task


def silence(worker: str) -> None:
    before = timezone.now() - SILENT_FOR - timedelta(seconds=1)
    BackgroundWorker.objects.filter(pk=worker).update(seen_at=before)


def test_the_task_of_a_worker_that_is_alive_is_left_to_it(worker: str) -> None:
    task = task_of(worker)
    take_over_from_the_dead()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_the_task_of_a_worker_that_fell_silent_is_queued_again(worker: str) -> None:
    task = task_of(worker)
    silence(worker)
    take_over_from_the_dead()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert not BackgroundWorker.objects.exists()


def test_a_sign_of_life_after_a_silence_counts(worker: str) -> None:
    task = task_of(worker)
    silence(worker)
    give_sign_of_life(worker)
    take_over_from_the_dead()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_a_worker_that_is_stopped_gives_its_task_back_and_that_is_no_failed_attempt(worker: str) -> None:
    task = task_of(worker)
    leave(worker)
    task.refresh_from_db()
    assert (task.status, task.worker_ids) == (TaskResultStatus.READY, [])


def test_a_task_that_kills_every_worker_is_given_up_with_the_reason() -> None:
    task = task_of(*(new_worker_id() for _attempt in range(MOST_ATTEMPTS)))
    take_over_from_the_dead()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert task.exception_class_path.endswith("WorkerWasKilled")
    assert "killed 3 times" in task.traceback


def test_the_task_of_the_librarys_own_worker_is_left_alone() -> None:
    task = task_of("some-other-worker")
    take_over_from_the_dead()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING
