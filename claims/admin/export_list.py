"""Any list of the desk as a file, as it is filtered: streamed, and harmless in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import strip_tags

from claims.intake.rows import KINDS, csv_lines, json_lines
from claims.intake.rows.formulas import make_harmless

ROWS_AT_ONCE = 500
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
BY_MODEL = {kind.model: kind for kind in KINDS.values()}


class ExportList:
    """Claims, sources and evidence in the columns of an import, every other table as its list shows it."""

    exports_list = True

    def get_urls(self) -> list[URLPattern]:
        desk: Any = self
        name = f"{desk.opts.app_label}_{desk.opts.model_name}_export"
        export = path("export.<str:form>", desk.admin_site.admin_view(self.export_view), name=name)
        return [export, *super().get_urls()]  # type: ignore[misc]

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        desk: Any = self
        if form not in TYPES:
            raise Http404
        if not desk.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            rows = desk.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect("./?e=1")
        name = f"{desk.opts.model_name}-{timezone.localdate().isoformat()}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(_lines(desk, rows, form), content_type=TYPES[form], headers=headers)


def _lines(desk: Any, rows: QuerySet[Any], form: str) -> Iterator[str]:
    kind = BY_MODEL.get(desk.model)
    if kind is not None:
        yield from (csv_lines if form == "csv" else json_lines)(kind, rows)
        return
    names = [name for name in desk.list_display if name != "action_checkbox"]
    labels = [str(label_for_field(name, desk.model, desk)) for name in names]
    if form == "csv":
        yield "\ufeff" + _csv(labels)
    for row in _rows(rows):
        cells = [_shown(name, row, desk) for name in names]
        if form == "csv":
            yield _csv([make_harmless(cell) for cell in cells])
        else:
            yield orjson.dumps(dict(zip(names, cells, strict=True))).decode() + "\n"


def _rows(rows: QuerySet[Any]) -> Iterator[Any]:
    """By key, each time behind the last one: no transaction is open while a slow client reads."""
    ordered = rows.order_by("pk")
    chunk = list(ordered[:ROWS_AT_ONCE])
    while chunk:
        yield from chunk
        chunk = list(ordered.filter(pk__gt=chunk[-1].pk)[:ROWS_AT_ONCE])


def _shown(name: str, row: Any, desk: Any) -> str:
    _field, _attribute, value = lookup_field(name, row, desk)
    return "" if value is None else strip_tags(str(value))


def _csv(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
