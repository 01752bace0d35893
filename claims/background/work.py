"""The work itself: one thread a queue, one for webhooks, and the caller's, which looks after schedule and workers."""

import logging
import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from claims.background.schedule import enqueue_due
from claims.background.workers import give_back_own, give_sign_of_life, leave, new_worker_id, take_over_from_the_dead
from claims.webhooks import deliver_due

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_TASKS = 1.0
SECONDS_BETWEEN_WEBHOOKS = 1.0
SECONDS_BETWEEN_LOOKS = 5.0
SECONDS_WITHOUT_DATABASE = 1.0
# What a running task may still take when the worker is asked to stop; afterwards another worker starts it again.
SECONDS_TO_FINISH = 8.0


def work_once() -> None:
    """Do all that is due now, and return."""
    worker = new_worker_id()
    give_sign_of_life(worker)
    try:
        take_over_from_the_dead()
        enqueue_due()
        for queue in queues():
            _worker(worker, queue, batch=True).run()
        deliver_due()
    finally:
        leave(worker)


def work_forever(stopped: Event) -> None:
    """Work until the event is set; then finish what is running, or give it back."""
    identity = new_worker_id()
    workers = [_worker(identity, queue, batch=False) for queue in queues()]
    threads = [
        *(_follow(partial(_do_tasks, worker), stopped, SECONDS_BETWEEN_TASKS, "tasks") for worker in workers),
        _follow(deliver_due, stopped, SECONDS_BETWEEN_WEBHOOKS, "webhooks"),
    ]
    # First a sign of life: a task of a worker that nobody has heard of would be given to another one.
    _until(stopped, lambda: _look_after(identity), SECONDS_BETWEEN_LOOKS, "schedule", started=threads)
    for worker in workers:
        worker.running = False
    _wait_for(threads)
    _leave(identity)


def queues() -> list[str]:
    return list(settings.TASKS[DEFAULT_TASK_BACKEND_ALIAS].get("QUEUES", ["default"]))


def _worker(identity: str, queue: str, *, batch: bool) -> Worker:
    return Worker(
        queue_names=[queue],
        interval=SECONDS_BETWEEN_TASKS,
        batch=batch,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=identity,
        excluded_queue_names=[],
    )


def _do_tasks(worker: Worker) -> None:
    # When the database was away, the last task could not be marked as failed and would seem to run for ever.
    give_back_own(worker.worker_id, DBTaskResult.objects.filter(queue_name__in=worker.queue_names))
    worker.run()


def _look_after(identity: str) -> None:
    give_sign_of_life(identity)
    take_over_from_the_dead()
    enqueue_due()


def _follow(work: Callable[[], object], stopped: Event, seconds: float, name: str) -> Thread:
    # A daemon: a task that does not end must not keep the process, and a killed one is given to the next worker.
    return Thread(target=_until, args=(stopped, work, seconds, name), name=name, daemon=True)


def _until(
    stopped: Event, work: Callable[[], object], seconds: float, name: str, *, started: list[Thread] | None = None
) -> None:
    waiting = started or []
    while not stopped.is_set():
        try:
            work()
            while waiting:
                waiting.pop().start()
        except (DatabaseError, InterfaceError) as error:
            # The database is away for a while; what is due then is due afterwards too.
            logger.warning("Waiting for the database (%s): %s", name, error)
            connections.close_all()
            stopped.wait(SECONDS_WITHOUT_DATABASE)
            continue
        close_old_connections()
        stopped.wait(seconds)
    connections.close_all()


def _wait_for(threads: list[Thread]) -> None:
    deadline = time.monotonic() + SECONDS_TO_FINISH
    for thread in threads:
        if thread.ident is not None:
            thread.join(max(0.0, deadline - time.monotonic()))


def _leave(identity: str) -> None:
    try:
        leave(identity)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("Left without a word, since the database is away: %s", error)
    finally:
        connections.close_all()
