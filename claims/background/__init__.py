"""What runs beside the site: tasks that somebody asked for, periodic tasks, and webhooks.

A task is any function with ``@task`` of django_tasks, wherever it lives; ``.enqueue(…)`` in the transaction of a change
is kept or taken back with it. A task may run twice, when its worker was killed, so it must not mind that.
"""

from claims.background.schedule import enqueue_due
from claims.background.work import work_forever, work_once

__all__ = ["enqueue_due", "work_forever", "work_once"]
