"""Rows for a file, in the columns that an import reads; streamed, a few hundred at a time."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from django.db import models

from claims.intake.rows.formulas import make_harmless
from claims.intake.rows.kind import RowKind

ROWS_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"


def csv_lines(kind: type[RowKind], rows: models.QuerySet[Any]) -> Iterator[str]:
    """CSV for spreadsheets: with a mark by which Excel knows UTF-8, and no cell that would be computed."""
    yield BYTE_ORDER_MARK + _csv([list(kind.columns)])
    for row in _rows(kind, rows):
        yield _csv([[make_harmless(_cell(column.write(row))) for column in kind.columns.values()]])


def json_lines(kind: type[RowKind], rows: models.QuerySet[Any]) -> Iterator[str]:
    for row in _rows(kind, rows):
        cells = {name: _json(column.write(row)) for name, column in kind.columns.items()}
        yield orjson.dumps(cells).decode() + "\n"


def _rows(kind: type[RowKind], rows: models.QuerySet[Any]) -> Iterator[Any]:
    """By key, each time behind the last one: no transaction is open while a slow client reads."""
    ordered = kind.exported(rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))).order_by("pk")
    last = 0
    while chunk := list(ordered.filter(pk__gt=last)[:ROWS_AT_ONCE]):
        yield from chunk
        last = chunk[-1].pk


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value


def _csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
