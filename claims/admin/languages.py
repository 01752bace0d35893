"""One input a language, each with its name beside it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.forms import Textarea
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from i18nfield.fields import I18nCharField, I18nFieldMixin, I18nTextField
from i18nfield.forms import I18nTextarea, I18nTextInput

from claims.record import localized


def in_all_languages(model: type[models.Model], name: str) -> Callable[[Any], SafeString]:
    """A column that is only shown, with every language; the text alone would be the reader's language and no other."""
    field: Any = model._meta.get_field(name)

    @display(description=field.verbose_name)
    def texts(row: Any) -> SafeString:
        filled = localized(getattr(row, name))
        rows = format_html_join(
            "",
            '<div lang="{}"><abbr>{}</abbr><div class="text">{}</div></div>',
            ((language, language, text) for language, text in sorted(filled.items())),
        )
        return format_html('<div class="shown-languages">{}</div>', rows or "–")

    return texts


def show_all_languages(model: type[models.Model], fieldsets: Iterable[Any]) -> list[Any]:
    """The same fieldsets for a page without inputs."""
    localized_names = {field.name for field in model._meta.concrete_fields if isinstance(field, I18nFieldMixin)}

    def shown(name: Any) -> Any:
        if isinstance(name, list | tuple):
            return [shown(part) for part in name]
        return in_all_languages(model, name) if name in localized_names else name

    return [(title, {**options, "fields": shown(options["fields"])}) for title, options in fieldsets]


class Labelled:
    """Labels for the inputs. The names of the languages would otherwise be placeholders, gone as soon as one types."""

    use_fieldset = True
    shape: dict[str, str] = {}

    def __init__(self, locales: list[str], field: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(locales, field, {**self.shape, "placeholder": "", **(attrs or {})})  # type: ignore[call-arg]

    def format_output(self, rendered_widgets: list[str], id_: str | None) -> SafeString:
        names = dict(settings.LANGUAGES)
        rows = format_html_join(
            "",
            '<div class="language"><label for="{}_{}" lang="{}"><abbr>{}</abbr> {}</label>{}</div>',
            (
                (id_ or "", position, code, code, names.get(code, code), SafeString(widget))
                for position, (code, widget) in enumerate(
                    zip(self.locales, rendered_widgets, strict=True)  # type: ignore[attr-defined]
                )
            ),
        )
        return format_html('<div class="languages" id="{}">{}</div>', id_ or "", rows)


class LanguageTextInput(Labelled, I18nTextInput):
    shape = {"class": "vTextField"}


class LanguageTextarea(Labelled, I18nTextarea):
    shape = {"class": "vLargeTextField", "rows": "3"}


class LongLanguageTextarea(LanguageTextarea):
    """For Markdown of several paragraphs."""

    shape = {"class": "vLargeTextField", "rows": "12"}


# An address typed without a scheme is meant to be https.
FIELD_WIDGETS: dict[Any, dict[str, Any]] = {
    I18nCharField: {"widget": LanguageTextInput},
    I18nTextField: {"widget": LanguageTextarea},
    models.URLField: {"assume_scheme": "https"},
}
# The same where the other long text of the table is a quote, which is short.
SHORT_QUOTE: dict[Any, dict[str, Any]] = {
    **FIELD_WIDGETS,
    models.TextField: {"widget": Textarea(attrs={"class": "vLargeTextField", "rows": 3})},
}
