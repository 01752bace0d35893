"""What a kind of rows has to know; how rows are compared and saved is the same for all."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from i18nfield.fields import I18nFieldMixin

from claims.intake.rows.columns import Column, as_text
from claims.intake.rows.problems import Problem
from claims.models import User
from claims.record import localized

REVISION = "revision"


@dataclass
class Parsed:
    """A row of the file whose cells could be read. ``key`` says which row of ours it is about."""

    line: int
    values: dict[str, Any]
    key: str = ""
    problems: list[Problem] = field(default_factory=list)
    existing: Any = None
    # By field, what the row has and what the file has, where they differ.
    differing: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def refuse(self, column: str, reason: str) -> None:
        self.problems.append(Problem(self.line, column, reason))


class RowKind(ABC):
    """Made new for each run: it may remember what it has looked up."""

    model: ClassVar[type[models.Model]]
    columns: ClassVar[dict[str, Column]]
    # Fields without which there is no new row.
    required: ClassVar[tuple[str, ...]]
    # Columns of an export that only a verb changes: an import may repeat what they say, and no more.
    read_only: ClassVar[tuple[str, ...]] = ()
    # Fields that are links to many rows.
    many: ClassVar[tuple[str, ...]] = ()
    permissions: ClassVar[tuple[str, ...]]

    def __init__(self, by: User, reason: str = "") -> None:
        self.by = by
        self.reason = reason

    @abstractmethod
    def prepare(self, rows: list[Parsed]) -> None:
        """Put rows where names stand, set the key, and refuse what names nothing."""

    @abstractmethod
    def existing(self, rows: list[Parsed], among: models.QuerySet[Any]) -> dict[str, Any]:
        """By key, the rows that are here already."""

    @abstractmethod
    def create(self, rows: list[Parsed]) -> None:
        """Make new rows of all of these, in their order."""

    @classmethod
    @abstractmethod
    def exported(cls, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows with all that the columns need."""

    def judge(self, given: Parsed) -> None:
        """Refuse what could not be made or changed, and drop what is no field of the row."""
        if given.existing is None:
            self._refuse_incomplete(given)
        else:
            self._refuse_stale(given.existing, given)
            self.refuse_change(given.existing, given)

    @abstractmethod
    def refuse_change(self, row: Any, given: Parsed) -> None:
        """Refuse a change that this kind does not allow."""

    def _refuse_incomplete(self, given: Parsed) -> None:
        for name in self.required:
            if _is_empty(given.values.get(name)):
                given.refuse(name, _("Needed for a new row."))
        for name in self.read_only:
            if given.values.get(name):
                given.refuse(name, _("Leave it empty for a new row: it is changed by its own verb."))

    def _refuse_stale(self, row: Any, given: Parsed) -> None:
        revision = given.values.pop(REVISION, "")
        if revision and revision != str(row.revision):
            reason = _("The row was changed since: it is at revision %(now)s, the file has %(then)s.")
            given.refuse(REVISION, reason % {"now": row.revision, "then": revision})
        for name in self.required:
            if name in given.values and _is_empty(given.values[name]):
                given.refuse(name, _("It cannot be emptied."))
        for name in self.read_only:
            said = given.values.pop(name, None)
            if said is not None and said != str(self.columns[name].write(row) or ""):
                given.refuse(name, _("An import does not change it: it has its own verb."))

    def differing(self, row: Any, given: Parsed) -> dict[str, tuple[Any, Any]]:
        found = {}
        for name, value in given.values.items():
            before = self._present(row, name)
            wanted = self._wanted(name, value, before)
            if _comparable(before) != _comparable(wanted):
                found[name] = (before, wanted)
        return found

    def change(self, row: Any, differing: Mapping[str, tuple[Any, Any]]) -> None:
        columns = [name for name in differing if name not in self.many]
        for name in columns:
            setattr(row, name, differing[name][1])
        for name in self.many:
            if name in differing:
                getattr(row, name).set(differing[name][1])
        # Also for links alone: the row's revision is what warns the next editor.
        row.save(update_fields=[*columns, "updated_at"])

    def new_values(self, given: Parsed) -> dict[str, Any]:
        return {
            name: self._wanted(name, value, None)
            for name, value in given.values.items()
            if name not in self.many and name not in self.read_only and name != REVISION
        }

    def _present(self, row: Any, name: str) -> Any:
        return list(getattr(row, name).all()) if name in self.many else getattr(row, name)

    def _wanted(self, name: str, value: Any, before: Any) -> Any:
        is_text = name not in self.many and isinstance(self.model._meta.get_field(name), I18nFieldMixin)
        return as_text(value, before) if is_text else value


def _is_empty(value: Any) -> bool:
    return not any(value.values()) if isinstance(value, dict) else not value


def _comparable(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list):
        return {_comparable(each) for each in value}
    if hasattr(value, "data") or isinstance(value, dict):
        return localized(value)
    return value


def by_name(model: type[models.Model], name: str, wanted: Iterable[str]) -> dict[str, Any]:
    """Rows by one of their columns, in one query."""
    names = set(wanted) - {""}
    rows = model._default_manager.filter(**{f"{name}__in": names}) if names else []
    return {getattr(row, name): row for row in rows}
