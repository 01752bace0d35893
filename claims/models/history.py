"""What every editorial table has in common: a revision, times, and events that the database itself writes."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

Model = TypeVar("Model", bound=models.Model)


class EditorialModel(models.Model):
    """A row that editors change. Its revision lets a stale save be refused instead of overwriting a colleague."""

    revision = models.PositiveIntegerField(
        _("revision"),
        default=1,
        editable=False,
        help_text=_("Counts the changes to this row; the database does it."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)

    class Meta:
        abstract = True
        triggers: ClassVar = [
            # In the database, so that QuerySet.update() and raw SQL count as well.
            pgtrigger.Trigger(
                name="count_revision",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="NEW.revision := OLD.revision + 1; RETURN NEW;",
            )
        ]


def refuse_truncate() -> pgtrigger.Trigger:
    """TRUNCATE fires no row trigger, so a table that must keep its rows needs this one as well."""
    return pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
    )


def remember() -> Callable[[type[Model]], type[Model]]:
    """Keep every insert, update and delete of the decorated model as an event row that nobody can change."""
    tracked: Callable[[type[Model]], type[Model]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        meta={"triggers": [refuse_truncate()]},
    )
    return tracked


def remember_links(event_name: str) -> Callable[[type[Model]], type[Model]]:
    """The same for the rows of a many-to-many table, which are only ever added and removed."""
    tracked: Callable[[type[Model]], type[Model]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        obj_field=None,
        model_name=event_name,
        meta={"triggers": [refuse_truncate()]},
    )
    return tracked
