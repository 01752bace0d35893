"""Values of fields as an editor reads them, not as the database stores them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from i18nfield.fields import I18nFieldMixin

from claims.models import User
from claims.record import localized, site_languages

# What the machine keeps for itself says nothing to a person.
TECHNICAL_FIELDS = frozenset(
    {"id", "revision", "created_at", "updated_at", "canonical_url", "approved_digest", "sha256", "prefix", "suffix"}
)

Name = Callable[[type[models.Model], Any], str]


def name_of(model: type[models.Model], key: Any) -> str:
    """What a row calls itself; its key when it is gone."""
    row = model._default_manager.filter(pk=key).first()
    return called(row) if row is not None else f"#{key}"


def called(row: models.Model) -> str:
    """People by the name that they sign with, everything else by its own."""
    return str(row.byline if isinstance(row, User) else row)


def readable(field: Any, value: Any, name: Name = name_of) -> str:
    """The value in words; empty when there is none."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return name(field.related_model, value)
    if isinstance(field, I18nFieldMixin):
        return _texts(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def readable_rows(rows: Iterable[models.Model]) -> str:
    """Several rows, in an order that does not depend on who asks."""
    return ", ".join(sorted(str(row) for row in rows))


def _texts(value: Any) -> str:
    filled = localized(value)
    ordered = [*site_languages(), *(language for language in filled if language not in site_languages())]
    return "\n".join(f"{language}: {filled[language]}" for language in ordered if language in filled)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if hasattr(value, "tzinfo"):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return str(formats.localize(value))
