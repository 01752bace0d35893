"""What lists at the desk show in another way than Django's own."""

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.db.models import DateTimeField, Max, Min
from django.utils import timezone

register = template.Library()


@register.inclusion_tag("admin/date_hierarchy.html")
def dates_of_list(cl: Any) -> Any:
    """The years of the whole table, whatever is searched or filtered: Django reads every row, and this both ends.

    Below a year, and where everything is of one year, Django's own.
    """
    name = cl.date_hierarchy
    if not name:
        return None
    years = [] if _is_narrowed(cl, name) else _years(cl, name)
    if len(years) < 2:
        return date_hierarchy(cl)
    links = [cl.get_query_string({f"{name}__year": year}, [f"{name}__"]) for year in years]
    choices = [{"link": link, "title": str(year)} for link, year in zip(links, years, strict=True)]
    return {"show": True, "back": None, "choices": choices}


def _is_narrowed(cl: Any, name: str) -> bool:
    return any(f"{name}__{part}" in cl.params for part in ("year", "month", "day"))


def _years(cl: Any, name: str) -> list[int]:
    ends = cl.root_queryset.order_by().aggregate(first=Min(name), last=Max(name))
    first, last = ends["first"], ends["last"]
    if first is None:
        return []
    if isinstance(cl.lookup_opts.get_field(name), DateTimeField):
        first, last = timezone.localtime(first), timezone.localtime(last)
    return list(range(first.year, last.year + 1))
