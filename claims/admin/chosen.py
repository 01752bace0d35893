"""The chosen row in a field that is searched, without asking the database for it again on every row of a page."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models


class LoadedAutocompleteSelect(AutocompleteSelect):
    """``loaded`` is the chosen row, if it was read together with the row that points to it."""

    loaded: models.Model | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> list[Any]:
        if self.loaded is None or [str(key) for key in value] != [str(self.loaded.pk)]:
            return super().optgroups(name, value, attr)
        choices: Any = self.choices
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = choices.field.label_from_instance(self.loaded)
        options.append(self.create_option(name, self.loaded.pk, label, True, len(options)))
        return [(None, options, 0)]


class SeveralAutocompleteSelect(AutocompleteSelectMultiple):
    """Without the button that takes all away: it stands in the list as if it were one of the chosen."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


def show_loaded(form: Any) -> None:
    """Give each such field of a form the row that its instance has at hand."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, LoadedAutocompleteSelect):
            link: Any = form.instance._meta.get_field(name)
            widget.loaded = getattr(form.instance, name) if link.is_cached(form.instance) else None
