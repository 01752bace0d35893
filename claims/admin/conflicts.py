"""What a colleague changed while this form was open: their value and yours, field by field."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.forms import BoundField, ModelForm, MultiWidget, SelectMultiple
from django.http import QueryDict

from claims.admin.readable import TECHNICAL_FIELDS, readable, readable_rows


@dataclass(frozen=True)
class FieldConflict:
    """``is_taken`` is true when only the colleague changed the field, so that their value now stands in the form."""

    label: str
    theirs: str
    yours: str
    is_taken: bool


@dataclass(frozen=True)
class Conflict:
    """Who saved the row last, and what differs from the row as this form showed it.

    ``has_typed`` is false when this person left the row as it was shown; then nothing of theirs can be lost.
    """

    row: str
    who: str
    when: datetime | None
    has_typed: bool
    fields: list[FieldConflict] = field(default_factory=list)


def find_conflict(form: Any, seen_revision: int | None) -> Conflict:
    """Compare three versions: as the form was opened, as it is stored now, and as it was typed.

    Fields that only the colleague changed are set to their value in the form; where both changed it, what was typed
    stays. The form then carries the current revision, so that the next save is a decision and not an accident.
    """
    form.data = form.data.copy()
    before = _event(form.instance, revision=seen_revision) if seen_revision is not None else None
    conflict = _conflict(form, before)
    for model_field in form.instance._meta.concrete_fields:
        found = _compare(form, model_field, before)
        if found is not None:
            conflict.fields.append(found)
    for links in form.instance._meta.many_to_many:
        found = _compare_links(form, links)
        if found is not None:
            conflict.fields.append(found)
    form.data[form.add_prefix("seen_revision")] = str(form.instance.revision)
    return conflict


def _conflict(form: Any, before: Any) -> Conflict:
    last = _event(form.instance)
    context = getattr(last, "pgh_context", None)
    who = (context.metadata or {}).get("user_name", "") if context else ""
    when = getattr(last, "pgh_created_at", None)
    return Conflict(str(form.instance), who, when, has_typed=before is None or _has_typed(form, before))


def _has_typed(form: Any, before: Any) -> bool:
    """Whether the form differs from the row as it was when the form was opened."""
    columns = [column for column in form.instance._meta.concrete_fields if column.name in form.fields]
    links = [links.name for links in form.instance._meta.many_to_many if links.name in form.changed_data]
    return bool(links) or any(
        _typed(form, column) != readable(column, getattr(before, column.attname)) for column in columns
    )


def _event(row: models.Model, **conditions: Any) -> Any:
    events = apps.get_model(row._meta.app_label, f"{type(row).__name__}Event")
    found = events._default_manager.filter(pgh_obj_id=row.pk, **conditions)
    return found.select_related("pgh_context").order_by("-pgh_id").first()


def _compare(form: Any, model_field: Any, before: Any) -> FieldConflict | None:
    """The conflict about one column, if the colleague changed it."""
    if model_field.name in TECHNICAL_FIELDS:
        return None
    theirs = readable(model_field, model_field.value_from_object(form.instance))
    old = readable(model_field, getattr(before, model_field.attname)) if before is not None else None
    if theirs == old:
        return None
    if model_field.name not in form.fields:
        return (
            FieldConflict(str(model_field.verbose_name), theirs, yours="", is_taken=True) if old is not None else None
        )
    yours = _typed(form, model_field)
    if yours == theirs:
        return None
    is_taken = yours == old
    if is_taken:
        _put(form, model_field.name, model_field.value_from_object(form.instance))
    return FieldConflict(str(model_field.verbose_name), theirs, yours, is_taken)


def _compare_links(form: Any, links: Any) -> FieldConflict | None:
    if links.name not in form.fields or links.name not in form.cleaned_data:
        return None
    theirs = readable_rows(getattr(form.instance, links.name).all())
    yours = readable_rows(form.cleaned_data[links.name])
    if theirs == yours:
        return None
    return FieldConflict(str(links.verbose_name), theirs, yours, is_taken=False)


def _typed(form: ModelForm, model_field: Any) -> str:  # type: ignore[type-arg]
    value = form.cleaned_data.get(model_field.name)
    return readable(model_field, value.pk if isinstance(value, models.Model) else value)


def _put(form: Any, name: str, value: Any) -> None:
    """Write a value into the posted data, in the shape in which the field's widget posts it."""
    bound: BoundField = form[name]
    data: QueryDict = form.data
    prepared = bound.field.prepare_value(value)
    widget: Any = bound.field.widget
    if isinstance(bound.field.widget, MultiWidget):
        parts = widget.decompress(prepared) or []
        for suffix, part in zip(widget.widgets_names, parts, strict=False):
            data[bound.html_name + suffix] = "" if part is None else str(part)
    elif isinstance(widget, SelectMultiple):
        data.setlist(bound.html_name, [str(item) for item in prepared or []])
    elif isinstance(prepared, bool):
        data.pop(bound.html_name, None)
        if prepared:
            data[bound.html_name] = "on"
    else:
        data[bound.html_name] = str(widget.format_value(prepared) or "")
