"""Pages by cursor: stable while claims are published, and as quick at the end as at the start.

A cursor holds the values of the row it starts behind, so the database goes straight to it. It is sealed together with
the question it belongs to: a forged one, or one of other filters, is refused and never half understood.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from claims.api.parameters import describe_number, whole_number

DEFAULT_PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
LONGEST_CURSOR = 1_000
PAGE_PARAMETERS = ("cursor", "page_size")
# They change how an answer looks and not which rows it has, so a cursor goes on through them.
NOT_THE_QUESTION = frozenset({"cursor", "page_size", "fields", "lang", "count", "format"})
SEAL_CHARACTERS = 16

PAGE_PARAMETER_DESCRIPTIONS = [
    OpenApiParameter("cursor", str, description="Where the page starts; taken from `next` or `previous`."),
    describe_number("page_size", "Items a page.", default=DEFAULT_PAGE_SIZE, lowest=1, highest=LARGEST_PAGE_SIZE),
]


@dataclass(frozen=True)
class Cursor:
    """The place behind the row with these ``values`` of the order's fields, or in front of it."""

    values: list[Any]
    backwards: bool = False

    def sealed(self, question: str) -> str:
        content = json.dumps([self.backwards, *self.values], separators=(",", ":"), default=str)
        text = f"{_seal(content, question)}{content}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def behind_row(cls, row: Model, ordering: tuple[str, ...]) -> "Cursor":
        return cls(_values(row, ordering))

    @classmethod
    def in_front_of(cls, row: Model, ordering: tuple[str, ...]) -> "Cursor":
        return cls(_values(row, ordering), backwards=True)

    def behind(self, ordering: tuple[str, ...]) -> Q:
        """Rows after this place, in this order."""
        return _behind(list(ordering), self.values)

    @classmethod
    def opened(cls, text: str, question: str) -> "Cursor":
        try:
            content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
            seal, content = content[:SEAL_CHARACTERS], content[SEAL_CHARACTERS:]
            backwards, *values = json.loads(content)
        except (binascii.Error, ValueError, TypeError, RecursionError):
            raise _refused("This cursor is not one that the API gave. Take it from “next” or “previous”.") from None
        if not constant_time_compare(seal, _seal(content, question)):
            raise _refused("This cursor does not belong to this list with these filters.")
        return cls(values, backwards)


def page(
    rows: QuerySet[Any], *ordering: str, request: Request, view: APIView, item: Callable[[Any], Any], **extra: Any
) -> Response:
    """One page of ``rows``, each made by ``item(row)``. The last field of ``ordering`` tells all rows apart."""
    found, previous, following = _slice(rows, ordering, request)
    results = [item(row) for row in found]
    return _answer(request, previous=previous, following=following, results=results, **extra)


class KeysetPagination(BasePagination):
    """The same pages for DRF's own list views; a subclass names the order."""

    ordering: tuple[str, ...] = ("-id",)

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.request = request
        found, self.previous, self.following = _slice(queryset, self.ordering, request)
        return found

    def get_paginated_response(self, data: Any) -> Response:
        return _answer(self.request, previous=self.previous, following=self.following, results=data)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }


def _slice(
    rows: QuerySet[Any], ordering: tuple[str, ...], request: Request
) -> tuple[list[Any], str | None, str | None]:
    """The rows of the wanted page, and the cursors to the pages before and after it."""
    size = page_size(request)
    question = _question(request, ordering)
    cursor = _cursor(request, question)
    backwards = cursor is not None and cursor.backwards
    directions = [_reversed(field) for field in ordering] if backwards else list(ordering)
    if cursor is not None:
        rows = rows.filter(_behind(directions, cursor.values))
    found = list(rows.order_by(*directions)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    # A page that was reached from one side has that side.
    before, after = (more, True) if backwards else (cursor is not None, more)
    previous = Cursor.in_front_of(found[0], ordering).sealed(question) if found and before else None
    following = Cursor.behind_row(found[-1], ordering).sealed(question) if found and after else None
    return found, previous, following


def page_size(request: Request) -> int:
    return whole_number(request, "page_size", default=DEFAULT_PAGE_SIZE, lowest=1, highest=LARGEST_PAGE_SIZE)


def _answer(
    request: Request, *, previous: str | None, following: str | None, results: list[Any], **extra: Any
) -> Response:
    here = request.build_absolute_uri()
    links = {
        name: str(replace_query_param(here, "cursor", cursor)) if cursor else None
        for name, cursor in (("next", following), ("prev", previous))
    }
    answer = Response({**extra, "next": links["next"], "previous": links["prev"], "results": results})
    if header := ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address):
        answer["Link"] = header
    return answer


def _cursor(request: Request, question: str) -> Cursor | None:
    given = request.query_params.get("cursor")
    if given is None:
        return None
    if len(given) > LONGEST_CURSOR:
        raise _refused("This cursor is not one that the API gave. Take it from “next” or “previous”.")
    return Cursor.opened(given, question)


def _question(request: Request, ordering: tuple[str, ...]) -> str:
    asked = sorted((name, value) for name, value in request.query_params.items() if name not in NOT_THE_QUESTION)
    return json.dumps([request.path, ordering, asked], default=str)


def _seal(content: str, question: str) -> str:
    return salted_hmac("claims.api.pagination", f"{question}\n{content}", algorithm="sha256").hexdigest()[
        :SEAL_CHARACTERS
    ]


def _values(row: Model, ordering: tuple[str, ...]) -> list[Any]:
    return [getattr(row, field.removeprefix("-")) for field in ordering]


def _reversed(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _behind(directions: list[str], values: list[Any]) -> Q:
    """Rows after these values, in this order."""
    condition = Q()
    for field, value in reversed(list(zip(directions, values, strict=True))):
        name, comparison = field.removeprefix("-"), "lt" if field.startswith("-") else "gt"
        beyond = Q(**{f"{name}__{comparison}": value})
        # The first half is what an index on the field can use.
        condition = Q(**{f"{name}__{comparison}e": value}) & (beyond | condition) if condition else beyond
    return condition


def _refused(message: str) -> ValidationError:
    return ValidationError({"cursor": [message]}, code="invalid_cursor")
