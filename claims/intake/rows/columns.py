"""What a column of a file is: which field it fills, how its cells are read, and how they are written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from i18nfield.fields import I18nFieldMixin
from i18nfield.strings import LazyI18nString

from claims.intake.rows.problems import BadCell, Problem
from claims.intake.rows.read import Row
from claims.record import localized, site_languages

LONGEST_CELL = 100_000
# A zero, and halves of a pair that stand alone.
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
YES = {"1", "true", "yes", "y", "ya", "x"}
NO = {"", "0", "false", "no", "n", "tidak"}


@dataclass(frozen=True)
class Column:
    """``field`` is what it fills; ``language`` is set when it fills one language of a text in several."""

    name: str
    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], Any]
    language: str = ""


def plain_columns(model: type[models.Model], *names: str) -> list[Column]:
    """Columns for fields of the model; a text in several languages has one column a language."""
    made: list[Column] = []
    for name in names:
        field: Any = model._meta.get_field(name)
        if isinstance(field, I18nFieldMixin):
            made += [_localized_column(field, language) for language in site_languages()]
        elif isinstance(field, models.BooleanField):
            made.append(Column(name, name, read_boolean, _value(name)))
        else:
            made.append(Column(name, name, _reader(field), _value(name)))
    return made


def text_column(name: str, write: Callable[[Any], Any]) -> Column:
    """A name of other rows, or something else that its kind makes sense of."""
    return Column(name, name, str, write)


def parse(row: Row, columns: Mapping[str, Column]) -> tuple[dict[str, Any], list[Problem]]:
    """The values by field, and what is wrong with the cells. Only fields that have a column in the file are there."""
    values: dict[str, Any] = {}
    problems = []
    for name, cell in row.cells.items():
        column = columns[name]
        try:
            _check_text(cell)
            value = column.read(cell)
        except (BadCell, ValidationError) as error:
            problems.append(Problem(row.line, name, " ".join(getattr(error, "messages", [str(error)]))))
            continue
        if column.language:
            values.setdefault(column.field, {})[column.language] = value
        else:
            values[column.field] = value
    return values, problems


def as_text(languages: Mapping[str, str], before: Any = None) -> LazyI18nString:
    """The text in several languages; one that has no column in the file stays as it is."""
    return LazyI18nString({code: text for code, text in {**localized(before), **languages}.items() if text})


def read_boolean(cell: str) -> bool:
    word = cell.lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell(_("Write yes or no."))


def _reader(field: Any) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        if cell:
            return field.clean(cell, None)
        if field.null:
            return None
        # Whether something is needed is for the kind to say.
        return field.get_default() if field.has_default() else ""

    return read


def _localized_column(field: Any, language: str) -> Column:
    def write(row: Any) -> str:
        return localized(getattr(row, field.name)).get(language, "")

    return Column(f"{field.name}_{language}", field.name, str, write, language)


def _value(name: str) -> Callable[[Any], Any]:
    def write(row: Any) -> Any:
        value = getattr(row, name)
        return value.isoformat() if isinstance(value, date) else value

    return write


def _check_text(cell: str) -> None:
    if len(cell) > LONGEST_CELL:
        raise BadCell(_("The cell is longer than %s characters.") % f"{LONGEST_CELL:,}")
    if NO_TEXT.search(cell):
        raise BadCell(_("The cell holds a character that no text may hold."))
