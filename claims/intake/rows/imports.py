"""Check an uploaded file, and import it once somebody has read what the check found.

Both may be asked for again at any time, by a worker that takes over from one that was killed: a check keeps nothing but
its findings, and an import is one transaction together with the mark that it is done.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks import task

from claims.intake.rows.bring import Outcome, bring_rows
from claims.intake.rows.kinds import KINDS
from claims.intake.rows.problems import UnreadableRows
from claims.intake.rows.store import stored_file
from claims.models import RowImport, RowProblem
from claims.models.refusals import refusal
from claims.workflow import VerbRefused

State = RowImport.State
# A file that is brought in while its page is being loaded.
SMALL = 100_000
MOST_SKIPPED = 100
SECONDS_BETWEEN_SIGNS = 1.0
LOCKS = 7_262_035
KEPT_DAYS = 30
SILENT_FOR = timedelta(minutes=3)


def begin_check(row_import: RowImport) -> None:
    """Read the whole file and say what an import would do."""
    _start(check, row_import)


def begin_writing(row_import: RowImport, *, skip_wrong: bool = False) -> bool:
    """Import what was checked; false when somebody else was faster, or wrong rows stand in the way.

    ``skip_wrong`` leaves out exactly the lines that the check named.
    """
    lines = wrong_lines(row_import) if skip_wrong else []
    if len(lines) < row_import.checked.get("wrong", 0):
        return False
    with transaction.atomic():
        checked = RowImport.objects.filter(pk=row_import.pk, state=State.CHECKED, checked=row_import.checked)
        columns = {"skipped_lines": lines, "rows_seen": 0, "message": "", "moved_at": timezone.now()}
        if not checked.update(state=State.WRITING, **columns):
            return False
        if row_import.size > SMALL:
            write.enqueue(row_import.pk)
    if row_import.size <= SMALL:
        write.call(row_import.pk)
    return True


def begin_again(row_import: RowImport) -> bool:
    """For one that has not moved for long: its task was given up, or the database was away when it failed."""
    silent = RowImport.objects.filter(pk=row_import.pk, moved_at__lt=timezone.now() - SILENT_FOR)
    if not row_import.is_busy or not silent.update(moved_at=timezone.now()):
        return False
    _start(check if row_import.state == State.CHECKING else write, row_import)
    return True


def wrong_lines(row_import: RowImport) -> list[int]:
    return sorted(set(row_import.problems.values_list("line", flat=True)))


def may_skip_wrong(row_import: RowImport) -> bool:
    """Leaving out more rows than somebody can read one by one would be a way of not looking."""
    wrong: int = row_import.checked.get("wrong", 0)
    return 0 < wrong <= MOST_SKIPPED


def _start(job: Any, row_import: RowImport) -> None:
    if row_import.size > SMALL:
        job.enqueue(row_import.pk)
    else:
        job.call(row_import.pk)


@task(queue_name="long")
def check(key: int) -> None:
    row_import = RowImport.objects.filter(pk=key, state=State.CHECKING).first()
    if row_import is None:
        return
    try:
        outcome = _run(row_import, dry_run=True)
    except (UnreadableRows, VerbRefused) as error:
        _fail(row_import, str(error))
        return
    except DatabaseError as error:
        _fail(row_import, busy(error))
        return
    with transaction.atomic():
        waiting = RowImport.objects.filter(pk=key, state=State.CHECKING)
        if waiting.update(state=State.CHECKED, checked=found(outcome), rows_seen=outcome.rows):
            _keep_problems(row_import, outcome)


@task(queue_name="long")
def write(key: int) -> None:
    with transaction.atomic():
        # Another worker may be at it: one that was taken for dead and is not.
        if not _alone(key):
            return
        row_import = RowImport.objects.filter(pk=key, state=State.WRITING).first()
        if row_import is not None:
            RowImport.objects.filter(pk=key).update(**_written(row_import))


def _written(row_import: RowImport) -> dict[str, Any]:
    """What the import says afterwards. Without a success nothing was kept, and the person decides again."""
    again = {"state": State.CHECKED, "skipped_lines": []}
    try:
        with transaction.atomic():
            outcome = _run(row_import, dry_run=False)
    except (UnreadableRows, VerbRefused) as error:
        return {"state": State.FAILED, "message": str(error)}
    except DatabaseError as error:
        return {**again, "message": busy(error)}
    if outcome.wrong:
        # The world has changed since the check.
        _keep_problems(row_import, outcome)
        return {**again, "checked": found(outcome), "rows_seen": outcome.rows}
    done = {"state": State.DONE, "finished_at": timezone.now()}
    return {**done, "written": found(outcome), "rows_seen": outcome.rows}


def busy(error: DatabaseError) -> str:
    message = refusal(error)
    if message is None:
        raise error
    return message


@task()
def forget_old_imports() -> None:
    """Files and findings go after a month; what was imported has its own history."""
    RowImport.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()


def found(outcome: Outcome) -> dict[str, object]:
    return {**outcome.counts(), "differences": outcome.differences}


def _run(row_import: RowImport, *, dry_run: bool) -> Outcome:
    return bring_rows(
        stored_file(row_import),
        kind=KINDS[row_import.kind],
        format=row_import.format,
        by=row_import.uploaded_by,
        change_existing=row_import.change_existing,
        skip_lines=frozenset(row_import.skipped_lines),
        dry_run=dry_run,
        reason=f"{row_import.file_name} (import {row_import.pk})",
        on_progress=_signs_of_progress(row_import),
    )


def _keep_problems(row_import: RowImport, outcome: Outcome) -> None:
    row_import.problems.all().delete()
    RowProblem.objects.bulk_create(
        RowProblem(row_import=row_import, line=each.line, field=each.field[:100], reason=each.reason)
        for each in outcome.problems
    )


def _fail(row_import: RowImport, message: str) -> None:
    RowImport.objects.filter(pk=row_import.pk).update(state=State.FAILED, message=message)


def _alone(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, key])
        return bool(cursor.fetchone()[0])


def _signs_of_progress(row_import: RowImport) -> Callable[[int], None]:
    """Told over a connection of its own, since nothing of the transaction is seen before its end."""
    last = time.monotonic()

    def tell(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last < SECONDS_BETWEEN_SIGNS:
            return
        last = time.monotonic()
        beside = connection.copy()
        try:
            with beside.cursor() as cursor:
                cursor.execute(
                    "UPDATE claims_rowimport SET rows_seen = %s, moved_at = now() WHERE id = %s", [rows, row_import.pk]
                )
        finally:
            beside.close()

    return tell
