"""Pages by cursor: stable while claims are published, and as quick at the end as at the start."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

DEFAULT_PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
PAGE_PARAMETERS = ("cursor", "page_size")

PAGE_PARAMETER_DESCRIPTIONS = [
    OpenApiParameter("cursor", str, description="Where the page starts; taken from `next` or `previous`."),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE},
        description=f"Items a page, 1 to {LARGEST_PAGE_SIZE}.",
    ),
]


class PublicPagination(CursorPagination):
    page_size = DEFAULT_PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE_SIZE

    def __init__(self, *ordering: str) -> None:
        super().__init__()
        self.ordering = ordering

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView) -> tuple[str, ...]:
        return tuple(self.ordering)

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get("page_size", str(DEFAULT_PAGE_SIZE))
        if not (given.isascii() and given.isdigit() and 1 <= int(given[:6]) <= LARGEST_PAGE_SIZE):
            raise ValidationError(
                {"page_size": [f"Give a whole number from 1 to {LARGEST_PAGE_SIZE}."]}, code="invalid_page_size"
            )
        return int(given)

    def decode_cursor(self, request: Request) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise ValidationError(
                {"cursor": ["This cursor is not one that the API gave. Take it from “next” or “previous”."]},
                code="invalid_cursor",
            ) from None

    def get_paginated_response(self, data: Any) -> Response:
        links = {"next": self.get_next_link(), "prev": self.get_previous_link()}
        header = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
        answer = Response({"next": links["next"], "previous": links["prev"], "results": data})
        if header:
            answer["Link"] = header
        return answer


def page(rows: QuerySet[Any], *ordering: str, request: Request, view: APIView, item: Any) -> Response:
    """One page of ``rows``, each made by ``item(row)``."""
    paginator = PublicPagination(*ordering)
    try:
        found = paginator.paginate_queryset(rows, request, view) or []
    except (ValueError, TypeError, ArithmeticError):
        # A forged cursor can hold a position that the column cannot be compared with.
        raise ValidationError(
            {"cursor": ["This cursor does not belong to this list."]}, code="invalid_cursor"
        ) from None
    return paginator.get_paginated_response([item(row) for row in found])
