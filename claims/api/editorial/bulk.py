"""Many rows in one request: all of them or none."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.editorial.conditions import etag
from claims.api.editorial.refusing import refusals_told
from claims.api.editorial.representations import representation

MOST_ROWS = 500

OBJECTS = {"type": "array", "maxItems": MOST_ROWS, "items": {"type": "object"}}
GIVEN = {"application/json": {"type": "object", "required": ["rows"], "properties": {"rows": OBJECTS}}}
MADE = {"type": "object", "required": ["results"], "properties": {"results": OBJECTS}}


class BulkCreate:
    """``{"rows": [{…}, {…}]}``; each row is what a single POST takes."""

    @extend_schema(request=GIVEN, responses={201: MADE})
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request, *arguments: Any, **options: Any) -> Response:
        """Create up to 500 rows in one transaction. Every wrong row is named by its index; then none is created."""
        rows = _rows(request.data)
        made, refused = [], {}
        with self.change("create"):  # type: ignore[attr-defined]
            for index, given in enumerate(rows):
                try:
                    # A savepoint each: what the database refuses must not hide what is wrong with the next row.
                    with refusals_told(), transaction.atomic():
                        made.append(self.create_one(given))  # type: ignore[attr-defined]
                except APIException as error:
                    refused[str(index)] = error.detail
            if refused:
                raise ValidationError({"rows": refused})
        results = [{**representation(row), "etag": etag(row)} for row in made]
        return Response({"results": results}, status=201)


def _rows(body: Any) -> list[Any]:
    rows = body.get("rows") if isinstance(body, dict) else None
    if not isinstance(rows, list) or len(body) != 1:
        raise ValidationError({"rows": ['Give an object with one field, "rows", which is an array.']})
    if not 0 < len(rows) <= MOST_ROWS:
        raise ValidationError({"rows": [f"Give 1 to {MOST_ROWS} rows."]})
    return rows
