"""What keeps the tables of the background work small."""

from django.core.management import call_command
from django_tasks import task

KEPT_DAYS = 14
FAILED_KEPT_DAYS = 90


@task()
def forget_finished() -> None:
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=KEPT_DAYS,
        failed_min_age_days=FAILED_KEPT_DAYS,
        verbosity=0,
    )
