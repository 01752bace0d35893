"""Names of the rows that events point to, read once a table instead of once an event."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from claims.admin.readable import called
from claims.models import User

# Never read for a name: a snapshot's text is long.
LONG_FIELDS = {"Snapshot": ("text", "boilerplate")}


class Names:
    """Callable: the name of a row by its table and key; the key itself when the row is gone."""

    def __init__(self, events: Iterable[Any]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for event in events:
            for field in event.pgh_tracked_model._meta.concrete_fields:
                if isinstance(field, models.ForeignKey) and getattr(event, field.attname) is not None:
                    wanted[field.related_model].add(getattr(event, field.attname))
            if event.pgh_context and (event.pgh_context.metadata or {}).get("user"):
                wanted[User].add(event.pgh_context.metadata["user"])
        self._names = {model: _names(model, keys) for model, keys in wanted.items()}

    def __call__(self, model: type[models.Model], key: Any) -> str:
        return self._names.get(model, {}).get(key, f"#{key}")

    def user(self, key: Any) -> str:
        return self(User, key) if key is not None else ""


def _names(model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
    rows = model._default_manager.filter(pk__in=keys)
    if model.__name__ in LONG_FIELDS:
        rows = rows.select_related("article").defer(*LONG_FIELDS[model.__name__])
    if model.__name__ == "Assessment":
        rows = rows.select_related("claim", "rating")
    return {row.pk: called(row) for row in rows}
