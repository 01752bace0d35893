"""Bring the rows of a file in: all in one transaction, a few hundred at a time."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from django.conf import settings
from django.db import DatabaseError, reset_queries, transaction
from django.utils.translation import gettext as _

from claims.intake.rows.columns import parse
from claims.intake.rows.kind import Parsed, RowKind
from claims.intake.rows.problems import Problem
from claims.intake.rows.read import Row, read_csv, read_jsonl
from claims.models import User
from claims.models.refusals import refusal
from claims.record import localized
from claims.workflow import recorded
from claims.workflow.objections import Objection, refuse_if

ROWS_AT_ONCE = 500
PROBLEMS_KEPT = 1_000
EXAMPLES_KEPT = 50
EXAMPLE_CHARACTERS = 200
READERS = {"csv": read_csv, "jsonl": read_jsonl}


@dataclass
class Outcome:
    """What came of the rows, counted. Of problems and differences the first ones are kept."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    # Here already with other values, and left as they are because nobody asked for a change.
    left: int = 0
    skipped: int = 0
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        self.problems += islice(problems, PROBLEMS_KEPT - len(self.problems))

    def add_differences(self, row: Parsed) -> None:
        for name, (before, wanted) in row.differing.items():
            if len(self.differences) < EXAMPLES_KEPT:
                shown = {"before": told(before), "wanted": told(wanted)}
                self.differences.append({"line": row.line, "row": str(row.existing), "field": name, **shown})

    def counts(self) -> dict[str, int]:
        names = ("rows", "created", "changed", "unchanged", "left", "skipped", "wrong")
        return {name: getattr(self, name) for name in names}


def bring_rows(
    file: BinaryIO,
    *,
    kind: type[RowKind],
    format: str,  # noqa: A002 — the word for it
    by: User,
    change_existing: bool = False,
    skip_lines: Collection[int] = (),
    dry_run: bool = False,
    reason: str = "",
    on_progress: Callable[[int], None] = lambda rows: None,
) -> Outcome:
    """Everything or nothing: with a wrong row that is not named in ``skip_lines``, and in a dry run, nothing is kept.

    Raises ``UnreadableRows`` when the file cannot be read to its end, ``VerbRefused`` without permission.
    """
    allowed = by.is_active and by.has_perms(kind.permissions)
    refuse_if("import", [] if allowed else [Objection("not_permitted", _("Your role does not allow this."))])
    outcome = Outcome()
    with transaction.atomic():
        run = _Run(kind(by, reason), outcome, change_existing=change_existing)
        rows = READERS[format](file, frozenset(kind.columns))
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            # A context each: the history writes its row again with every event, and one row that is written fifty
            # thousand times in a transaction gets slower each time.
            with recorded("import", by=by, reason=reason):
                run.bring([row for row in chunk if not _is_skipped(row, skip_lines, outcome)])
            on_progress(outcome.rows)
            if settings.DEBUG:
                reset_queries()  # Django remembers every query, and these are long
        transaction.set_rollback(dry_run or bool(outcome.wrong))
    return outcome


def told(value: Any) -> str:
    """A value for a person who compares; a text in several languages with each of them."""
    if isinstance(value, list):
        text = ", ".join(sorted(str(each) for each in value))
    elif hasattr(value, "data"):
        text = " · ".join(f"{language}: {words}" for language, words in sorted(localized(value).items()))
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= EXAMPLE_CHARACTERS else f"{text[:EXAMPLE_CHARACTERS]}…"


def _is_skipped(row: Row | Problem, lines: Collection[int], outcome: Outcome) -> bool:
    outcome.rows += 1
    outcome.skipped += row.line in lines
    return row.line in lines


class _Run:
    def __init__(self, kind: RowKind, outcome: Outcome, *, change_existing: bool) -> None:
        self.kind = kind
        self.outcome = outcome
        self.change_existing = change_existing
        # By a short digest of the key, so that a long file needs little memory for it.
        self._lines: dict[int, int] = {}

    def bring(self, chunk: list[Row | Problem]) -> None:
        given = list(self._parsed(chunk))
        self.kind.prepare(given)
        self._look_up([row for row in given if not row.problems])
        self._write([row for row in given if not row.problems])
        for row in given:
            self._count(row)

    def _parsed(self, chunk: list[Row | Problem]) -> Iterator[Parsed]:
        for row in chunk:
            if isinstance(row, Problem):
                self.outcome.wrong += 1
                self.outcome.add_problems([row])
                continue
            values, problems = parse(row, self.kind.columns)
            yield Parsed(row.line, values, problems=problems)

    def _look_up(self, rows: list[Parsed]) -> None:
        """Which rows are here already, and in what they differ."""
        among = self.kind.model._default_manager.all()
        if self.change_existing:
            among = among.select_for_update(of=("self",), no_key=True)
        found = self.kind.existing(rows, among)
        for row in rows:
            earlier = self._lines.setdefault(hash(row.key), row.line)
            if earlier != row.line:
                row.refuse("", _("Line %d is about the same row.") % earlier)
            row.existing = found.get(row.key)
            self.kind.judge(row)
            if row.existing is not None and not row.problems:
                row.differing = self.kind.differing(row.existing, row)

    def _write(self, rows: list[Parsed]) -> None:
        """All at once; if the database refuses one, one by one, so that the wrong ones can be named."""
        try:
            with transaction.atomic():
                self._save(rows)
        except DatabaseError as error:
            if refusal(error) is None:
                raise
            for row in rows:
                self._write_alone(row)

    def _write_alone(self, row: Parsed) -> None:
        try:
            with transaction.atomic():
                self._save([row])
        except DatabaseError as error:
            message = refusal(error)
            if message is None:
                raise
            row.refuse("", message)

    def _save(self, rows: list[Parsed]) -> None:
        new = [row for row in rows if row.existing is None]
        if new:
            self.kind.create(new)
        if self.change_existing:
            for row in rows:
                if row.differing:
                    self.kind.change(row.existing, row.differing)

    def _count(self, row: Parsed) -> None:
        outcome = self.outcome
        if row.problems:
            outcome.wrong += 1
            outcome.add_problems(row.problems)
        elif row.existing is None:
            outcome.created += 1
        elif not row.differing:
            outcome.unchanged += 1
        else:
            outcome.changed += self.change_existing
            outcome.left += not self.change_existing
            outcome.add_differences(row)
