"""The changes that the database remembers, told as a story: who, when, which verb, why, and what became what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import models
from django.utils.text import Truncator
from i18nfield.fields import I18nFieldMixin

from claims.admin.names import Names
from claims.admin.readable import TECHNICAL_FIELDS, readable
from claims.admin.verb_words import verb_in_words
from claims.models import Claim
from claims.record import localized
from claims.text.diffs import DiffPart, word_diff
from claims.workflow import is_restorable, restored_values

# Newest events read of one table; older ones stay in the database.
EVENTS_OF_A_TABLE = 500
# Below that, two values side by side are read faster than a difference between them.
FEWEST_SPACES = 3
# The field by which a reader knows which row of a table is meant.
TELLING_FIELDS = {
    "Appearance": "exact",
    "Evidence": "source",
    "ClaimTopic": "topic",
    "ClaimEntity": "entity",
    "ClaimRelation": "to_claim",
    "Review": "decision",
}
# Tables whose rows belong to a claim, with the column that says to which.
PARTS_OF_A_CLAIM = {
    "Appearance": "claim",
    "Evidence": "claim",
    "Assessment": "claim",
    "Review": "assessment__claim",
    "ClaimTopic": "claim",
    "ClaimEntity": "claim",
    "ClaimRelation": "from_claim",
}


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: str
    new: str

    @property
    def words(self) -> list[DiffPart]:
        """Word by word what changed, for a text that was a text before; empty for values that are shown whole."""
        is_text = self.old.count(" ") >= FEWEST_SPACES and self.new.count(" ") >= FEWEST_SPACES
        return word_diff(self.old, self.new) if is_text else []


@dataclass(frozen=True)
class RowChange:
    """``kind`` is ``insert``, ``update`` or ``delete``; ``restorable`` names the event that can be gone back to."""

    kind: str
    table: str
    row: str
    fields: list[FieldChange]
    restorable: tuple[str, int] | None = None


@dataclass(frozen=True)
class Change:
    """Everything that one save or one verb did."""

    when: datetime
    who: str
    verb: str
    reason: str
    rows: list[RowChange] = field(default_factory=list)


def changes_of(row: models.Model, *, newest: int | None = None) -> list[Change]:
    """The changes of a row, and of a claim's parts with it, newest first."""
    acts = _acts_in_order([_steps(events) for events in _trails(row)])
    groups = acts[::-1][:newest]
    names = Names(step.event for group in groups for step in group)
    told = (_change(group, row, names) for group in groups)
    return [change for change in told if change.rows]


@dataclass(frozen=True)
class Step:
    """One event and the one before it of the same row."""

    event: Any
    before: Any


def _trails(row: models.Model) -> Iterable[Any]:
    yield _events(type(row).__name__).filter(pgh_obj_id=row.pk)
    if isinstance(row, Claim):
        for table, owner in PARTS_OF_A_CLAIM.items():
            yield _events(table).filter(**{owner: row.pk})


def _events(table: str) -> Any:
    return apps.get_model("claims", f"{table}Event")._default_manager.select_related("pgh_context")


def _steps(events: Any) -> list[Step]:
    rows = list(events.order_by("-pgh_id")[:EVENTS_OF_A_TABLE])[::-1]
    last: dict[Any, Any] = {}
    steps = []
    for event in rows:
        steps.append(Step(event, last.get(event.id)))
        last[event.id] = event
    return steps


def _acts_in_order(tables: list[list[Step]]) -> list[list[Step]]:
    """Steps of all tables, gathered into acts, oldest first.

    Time alone does not order them: everything in one transaction has the same time. Each table knows the order of its
    own events, and what holds for one table holds for the whole.
    """
    acts: dict[Any, list[Step]] = {}
    order: TopologicalSorter[Any] = TopologicalSorter()
    for steps in tables:
        before = None
        for step in steps:
            act = step.event.pgh_created_at, step.event.pgh_context_id or uuid4()
            acts.setdefault(act, []).append(step)
            order.add(act) if before in (None, act) else order.add(act, before)
            before = act
    try:
        ordered = list(order.static_order())
    except CycleError:  # two acts that took turns within one transaction
        ordered = list(acts)
    return [acts[act] for act in sorted(ordered, key=lambda act: act[0])]


def _change(group: list[Step], owner: models.Model, names: Names) -> Change:
    event = group[0].event
    context = (event.pgh_context.metadata or {}) if event.pgh_context else {}
    rows = [row for step in group if (row := _row(step, owner, names)) is not None]
    return Change(
        when=event.pgh_created_at,
        who=context.get("user_name") or names.user(context.get("user")),
        verb=verb_in_words(context.get("verb", "")),
        reason=context.get("reason", ""),
        rows=rows,
    )


def _row(step: Step, owner: models.Model, names: Names) -> RowChange | None:
    event, kind = step.event, step.event.pgh_label
    model = event.pgh_tracked_model
    fields = [] if kind == "delete" or model._meta.proxy else list(_fields(step, owner, names))
    if kind == "update" and not fields:
        return None
    telling = TELLING_FIELDS.get(model.__name__)
    row = ""
    if telling:
        model_field = model._meta.get_field(telling)
        row = Truncator(readable(model_field, getattr(event, model_field.attname), names)).chars(90)
    restorable = (model._meta.model_name, event.pgh_id) if is_restorable(model) and _was_typed(step) else None
    return RowChange(kind, _table(model), row, fields, restorable)


def _was_typed(step: Step) -> bool:
    """False for a change of state alone: going back to it would bring nothing back."""
    if step.before is None or step.event.pgh_label != "update":
        return True
    fields = step.event.pgh_tracked_model._meta.concrete_fields
    typed = [field.attname for field in fields if field.editable and not field.primary_key]
    return any(getattr(step.event, name) != getattr(step.before, name) for name in typed)


def differences(row: models.Model, event: Any) -> list[FieldChange]:
    """What would change if the row were brought back to its state after the event."""
    changed = restored_values(row, event)
    told: list[FieldChange] = []
    for model_field in type(row)._meta.concrete_fields:
        if model_field.attname not in changed or model_field.name in TECHNICAL_FIELDS:
            continue
        old, new = getattr(row, model_field.attname), changed[model_field.attname]
        if isinstance(model_field, I18nFieldMixin):
            told += _changed_languages(model_field, localized(old), localized(new))
        else:
            told.append(
                FieldChange(str(model_field.verbose_name), readable(model_field, old), readable(model_field, new))
            )
    return told


def _table(model: Any) -> str:
    if model._meta.proxy:
        # The proxies of link tables have no name of their own that a person would know.
        linked = model._meta.get_field(TELLING_FIELDS[model.__name__]).related_model
        return str(linked._meta.verbose_name)
    return str(model._meta.verbose_name)


def _fields(step: Step, owner: models.Model, names: Names) -> Iterable[FieldChange]:
    for model_field in _told_fields(step.event.pgh_tracked_model):
        old_value = getattr(step.before, model_field.attname) if step.before else None
        new_value = getattr(step.event, model_field.attname)
        if model_field.related_model is type(owner) and step.before is None and new_value == owner.pk:
            continue  # That a part of this claim belongs to this claim is no news.
        if step.before is None and step.event.pgh_label == "update":
            continue  # The event before it is older than what is read.
        if isinstance(model_field, I18nFieldMixin):
            yield from _changed_languages(model_field, localized(old_value), localized(new_value))
            continue
        old = readable(model_field, old_value, names)
        new = readable(model_field, new_value, names)
        if old != new:
            yield FieldChange(str(model_field.verbose_name), old, new)


def _changed_languages(model_field: Any, old: dict[str, str], new: dict[str, str]) -> Iterable[FieldChange]:
    for language in sorted({*old, *new}):
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield FieldChange(f"{model_field.verbose_name} ({language})", before, after)


@cache
def _told_fields(model: Any) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if field.name not in TECHNICAL_FIELDS)
