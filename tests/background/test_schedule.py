"""Periodic tasks: started in time, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from claims.background import enqueue_due
from claims.checks import periodic_tasks_exist
from factcheck import settings as real_settings

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.usefixtures("every_hour")
def test_a_periodic_task_is_started_at_first_and_then_when_its_time_has_come() -> None:
    assert enqueue_due(now=NOON) == ["note"]
    assert enqueue_due(now=NOON + timedelta(minutes=59)) == []
    assert enqueue_due(now=NOON + timedelta(minutes=60)) == ["note"]
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("every_hour")
def test_after_a_week_without_a_worker_it_is_started_once_and_not_for_every_hour() -> None:
    enqueue_due(now=NOON)
    later = NOON + timedelta(days=7)
    assert enqueue_due(now=later) == ["note"]
    assert enqueue_due(now=later + timedelta(seconds=5)) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("every_hour")
def test_when_it_cannot_be_queued_its_turn_is_not_lost() -> None:
    with transaction.atomic():
        enqueue_due(now=NOON)
        transaction.set_rollback(True)
    assert enqueue_due(now=NOON) == ["note"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("every_hour")
def test_of_several_workers_that_look_at_once_one_starts_it() -> None:
    together = Barrier(4)

    def look(_number: int) -> list[str]:
        together.wait(timeout=10)
        try:
            return enqueue_due(now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(look, range(4)))
    assert sorted(found) == [[], [], [], ["note"]]
    assert DBTaskResult.objects.count() == 1


def test_every_periodic_task_of_the_project_exists(settings: Any) -> None:
    settings.PERIODIC_TASKS = real_settings.PERIODIC_TASKS
    assert project_settings.PERIODIC_TASKS
    assert periodic_tasks_exist() == []


def test_a_path_that_is_no_task_is_told_before_the_first_request(settings: Any) -> None:
    every = timedelta(hours=1)
    settings.PERIODIC_TASKS = {
        "typo": {"task": "claims.background.housekeeping.forget_finishd", "every": every},
        "function": {"task": "claims.background.schedule.plans", "every": every},
    }
    assert [error.id for error in periodic_tasks_exist()] == ["claims.E002", "claims.E002"]
