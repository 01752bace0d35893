"""Values of filters as they stand in an address: read strictly, and refused in words that name what is allowed."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

MOST_VALUES = 20
LONGEST_VALUE = 120
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST_MOMENT = 40


class CommaSeparatedField(forms.CharField):
    """Several values by comma. With ``allowed`` each must be one of them, and the answer names them."""

    def __init__(self, *, allowed: Callable[[], Iterable[tuple[str, Any]]] | None = None, **options: Any) -> None:
        super().__init__(max_length=MOST_VALUES * LONGEST_VALUE, **options)
        self.allowed = allowed

    @cached_property
    def options(self) -> dict[str, Any]:
        """The allowed values with their labels; asked for once by each form, which has a field of its own."""
        return dict(self.allowed()) if self.allowed else {}

    def clean(self, value: Any) -> Any:
        values = [part.strip() for part in str(super().clean(value) or "").split(",") if part.strip()]
        if len(values) > MOST_VALUES:
            raise forms.ValidationError(
                _("At most %(most)d values, separated by commas."), code="too_many", params={"most": MOST_VALUES}
            )
        allowed = self.options if self.allowed and values else {}
        unknown = [part for part in values if part not in allowed] if allowed else []
        if unknown:
            raise forms.ValidationError(
                _("Unknown value “%(value)s”. Allowed: %(allowed)s."),
                code="invalid_choice",
                params={"value": unknown[0][:LONGEST_VALUE], "allowed": ", ".join(allowed)},
            )
        return values


class CommaSeparatedFilter(django_filters.Filter):
    field_class = CommaSeparatedField

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if not value:
            return qs
        found: QuerySet[Any] = qs.filter(**{f"{self.field_name}__{self.lookup_expr}": value})
        return found


class RowFilter(CommaSeparatedFilter):
    """A wish about a row that belongs to the claim: its evidence or its appearances.

    The filter set applies all wishes about such rows together, so that “this source” and “refutes” mean one item of
    evidence and not two.
    """

    def __init__(self, *, rows: str, column: str, **options: Any) -> None:
        super().__init__(**options)
        self.rows = rows
        self.column = column

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        return qs


class DayField(forms.Field):
    def clean(self, value: Any) -> date | None:
        given = str(super().clean(value) or "").strip()
        try:
            return _day(given) if given else None
        except ValueError:
            raise forms.ValidationError(_("Give a day such as 2025-01-31."), code="invalid_date") from None


class MomentField(forms.Field):
    """A day, which begins at midnight UTC, or a moment with its offset; without one it is UTC too."""

    def clean(self, value: Any) -> datetime | None:
        given = str(super().clean(value) or "").strip()
        try:
            return _moment(given) if given else None
        except (ValueError, OverflowError):
            raise forms.ValidationError(
                _("Give a day or a moment such as 2025-01-31 or 2025-01-31T12:00:00Z."), code="invalid_moment"
            ) from None


class YesNoField(forms.Field):
    VALUES = {"true": True, "false": False}

    def clean(self, value: Any) -> bool | None:
        given = str(super().clean(value) or "").strip()
        if given and given not in self.VALUES:
            raise forms.ValidationError(_("Give “true” or “false”."), code="invalid_choice")
        return self.VALUES.get(given)


class DayFilter(django_filters.Filter):
    field_class = DayField


class MomentFilter(django_filters.Filter):
    field_class = MomentField


class YesNoFilter(django_filters.Filter):
    field_class = YesNoField


def _day(given: str) -> date:
    if not DAY.fullmatch(given):
        raise ValueError
    return date.fromisoformat(given)


def _moment(given: str) -> datetime:
    if DAY.fullmatch(given):
        return datetime.combine(_day(given), time(), tzinfo=UTC)
    moment = parse_datetime(given) if given.isascii() and len(given) <= LONGEST_MOMENT else None
    if moment is None:
        raise ValueError
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
