"""The worker: does what is due, survives what goes wrong, and ends with the process that started it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from claims.background.housekeeping import FAILED_KEPT_DAYS, KEPT_DAYS, forget_finished
from claims.models import BackgroundWorker, Topic
from factcheck import companion
from factcheck.companion import Companion
from tests.background.jobs import fail, note, note_slowly
from tests.databases import ROOT

# A worker of its own process, on the database of this test.
RUN = """
import os, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
settings.TASKS["default"]["BACKEND"] = "django_tasks_db.DatabaseBackend"
call_command("run_worker", *sys.argv[2:])
"""
# Starts a worker as its companion, tells its number, and waits to be killed.
PARENT = """
import sys, time
from factcheck import companion
companion.COMMAND = sys.argv[1:]
started = companion.Companion()
started.ensure_running()
print(started._process.pid, flush=True)
time.sleep(60)
"""


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", RUN, str(connection.settings_dict["NAME"]), *words]


def wait_until(true: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def is_gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    # In a container nobody may reap it, but it does nothing any more.
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.fixture
def worker_process(transactional_db: None) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command("--until-input-ends"), stdin=subprocess.PIPE, cwd=ROOT)  # noqa: S603
    yield process
    process.kill()
    process.wait()
    if process.stdin:
        process.stdin.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("every_hour")
def test_once_does_tasks_of_every_queue_and_the_periodic_ones() -> None:
    note.enqueue("short")
    note_slowly.enqueue("long")
    call_command("run_worker", "--once")
    assert set(Topic.objects.values_list("slug", flat=True)) >= {"short", "long"}
    assert Topic.objects.filter(slug__startswith="start-").count() == 1
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL}
    assert not BackgroundWorker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_is_kept_with_its_reason_and_the_next_one_is_done() -> None:
    fail.enqueue()
    note.enqueue("after")
    call_command("run_worker", "--once")
    assert "There is nothing here." in DBTaskResult.objects.failed().get().traceback
    assert Topic.objects.filter(slug="after").exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_change_that_is_taken_back_is_taken_back_too() -> None:
    with transaction.atomic():
        note.enqueue("never")
        transaction.set_rollback(True)
    call_command("run_worker", "--once")
    assert not Topic.objects.filter(slug="never").exists()


@pytest.mark.django_db
def test_finished_tasks_are_forgotten_after_two_weeks_and_failed_ones_after_three_months() -> None:
    for days, status in [
        (KEPT_DAYS - 1, TaskResultStatus.SUCCESSFUL),
        (KEPT_DAYS + 1, TaskResultStatus.SUCCESSFUL),
        (KEPT_DAYS + 1, TaskResultStatus.FAILED),
        (FAILED_KEPT_DAYS + 1, TaskResultStatus.FAILED),
    ]:
        made = DBTaskResult.objects.get(pk=note.enqueue(f"{status}-{days}").id)
        ended = timezone.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=made.pk).update(status=status, finished_at=ended)
    forget_finished.call()
    kept = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.order_by("finished_at")]
    assert kept == [f"FAILED-{KEPT_DAYS + 1}", f"SUCCESSFUL-{KEPT_DAYS - 1}"]


def test_a_running_worker_does_what_is_asked_for_and_ends_in_order(worker_process: subprocess.Popen[bytes]) -> None:
    note.enqueue("asked")
    wait_until(lambda: Topic.objects.filter(slug="asked").exists())
    worker_process.send_signal(signal.SIGTERM)
    assert worker_process.wait(timeout=20) == 0
    assert not BackgroundWorker.objects.exists()


def test_a_running_worker_lives_through_the_loss_of_its_connections(worker_process: subprocess.Popen[bytes]) -> None:
    wait_until(BackgroundWorker.objects.exists)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    note.enqueue("afterwards")
    wait_until(lambda: Topic.objects.filter(slug="afterwards").exists())
    assert worker_process.poll() is None


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.django_db(transaction=True)
def test_it_ends_when_the_process_that_started_it_is_killed() -> None:
    parent = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PARENT, *command("--until-input-ends")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    with parent.stdout:
        number = int(parent.stdout.readline())
    wait_until(BackgroundWorker.objects.exists)
    assert not is_gone(number)
    parent.kill()
    parent.wait()
    wait_until(lambda: is_gone(number))
    assert not BackgroundWorker.objects.exists()


SLEEPER = [sys.executable, "-c", "import sys; sys.stdin.read()"]


def test_a_companion_that_died_is_started_again_but_not_in_a_tight_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "COMMAND", SLEEPER)
    beside = Companion()
    beside.ensure_running()
    first: Any = beside._process
    first.kill()
    first.wait()
    beside.ensure_running()
    assert beside._process is first
    monkeypatch.setattr(companion, "SECONDS_BETWEEN_STARTS", 0.0)
    beside.ensure_running()
    second: Any = beside._process
    assert second is not first
    beside.end()
    assert second.returncode == 0


def test_a_forked_child_neither_ends_the_companion_nor_keeps_it_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "COMMAND", SLEEPER)
    beside = Companion()
    beside.ensure_running()
    process: Any = beside._process
    monkeypatch.setattr(beside, "_owner", os.getpid() + 1)
    beside.end()
    assert process.poll() is None
    beside.let_go()
    assert process.wait(timeout=10) == 0
