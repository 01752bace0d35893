"""The queue in the database, as on a real site; elsewhere in the tests a task runs at once."""

from datetime import timedelta
from typing import Any

import pytest

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long", "web"]}}


@pytest.fixture(autouse=True)
def _queue_in_the_database(settings: Any) -> None:
    settings.TASKS = QUEUE
    settings.PERIODIC_TASKS = {}


@pytest.fixture
def every_hour(settings: Any) -> None:
    settings.PERIODIC_TASKS = {
        "note": {"task": "tests.background.jobs.note_each_start", "every": timedelta(hours=1)},
    }
