"""What lists at the desk show in another way than Django's own."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

register = template.Library()


@register.inclusion_tag("admin/date_hierarchy.html")
def dates_of_list(cl: Any) -> Any:
    """The years of the whole table, or its months or days where it has one only, whatever is searched or filtered.

    For these Django reads every row that was found, and this both ends of an index. Below, it is Django's own.
    """
    name = cl.date_hierarchy
    if any(f"{name}__{part}" in cl.params for part in ("year", "month", "day")):
        return date_hierarchy(cl)
    first, last = _ends(cl, name)
    choices = [
        {"link": cl.get_query_string({f"{name}__{part}": value for part, value in chosen.items()}), "title": title}
        for chosen, title in (_spans(first, last) if first and last else ())
    ]
    return {"show": True, "back": None, "choices": choices}


def _ends(cl: Any, name: str) -> tuple[date | None, date | None]:
    ends = cl.root_queryset.order_by().aggregate(first=Min(name), last=Max(name))
    return _day(ends["first"]), _day(ends["last"])


def _day(moment: date | datetime | None) -> date | None:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def _spans(first: date, last: date) -> Iterator[tuple[dict[str, int], str]]:
    """What is chosen from, each with its name: the widest of year, month and day of which there are two."""
    if first.year != last.year:
        for year in range(first.year, last.year + 1):
            yield {"year": year}, str(year)
    elif first.month != last.month:
        for month in range(first.month, last.month + 1):
            named = date_format(first.replace(day=1, month=month), "YEAR_MONTH_FORMAT")
            yield {"year": first.year, "month": month}, capfirst(named)
    else:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            chosen = {"year": day.year, "month": day.month, "day": day.day}
            yield chosen, capfirst(date_format(day, "MONTH_DAY_FORMAT"))
