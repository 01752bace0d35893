"""The record from any number on: all that a copy elsewhere needs to be built and to stay equal.

Numbers are given under one lock that is held until the publication can be seen, so whoever sees a number sees every
lower one too: to ask for what comes after the last number known can miss nothing.
"""

from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils.http import urlencode
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import representations, shapes, waiting
from claims.api.pagination import DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE
from claims.api.parameters import MOST_DIGITS, describe_number, describe_switch, whole_number, yes_or_no
from claims.api.schema import describe
from claims.api.shapes import reference
from claims.api.views import PublicView
from claims.models import Publication, RecordText
from claims.record import as_written, written_change

HIGHEST_NUMBER = 10**MOST_DIGITS - 1

DESCRIPTIONS = [
    describe_number(
        "since",
        "Only publications with a higher number; 0 gives the record from its start.",
        default=0,
        lowest=0,
        highest=HIGHEST_NUMBER,
    ),
    describe_number(
        "page_size", "Publications an answer.", default=DEFAULT_PAGE_SIZE, lowest=1, highest=LARGEST_PAGE_SIZE
    ),
    describe_number(
        "wait",
        "Seconds to wait for a publication when there is none yet.",
        default=0,
        lowest=0,
        highest=waiting.LONGEST_WAIT,
    ),
    describe_switch("texts", "Add the texts of the articles that these publications quote."),
]


class ChangeList(PublicView):
    """Every publication in order. Retractions, merges and redactions carry a tombstone that says what to take away."""

    parameters = ("since", "page_size", "wait", "texts")

    @describe("list_changes", reference("Changes"), parameters=DESCRIPTIONS)
    def get(self, request: Request) -> Response:
        since = whole_number(request, "since", default=0, lowest=0, highest=HIGHEST_NUMBER)
        size = whole_number(request, "page_size", default=DEFAULT_PAGE_SIZE, lowest=1, highest=LARGEST_PAGE_SIZE)
        seconds = whole_number(request, "wait", default=0, lowest=0, highest=waiting.LONGEST_WAIT)
        with_texts = yes_or_no(request, "texts")
        after = as_written(Publication.objects.filter(number__gt=since).order_by("number"))
        rows = waiting.first_rows(after, size + 1, seconds=seconds)
        found, more = rows[:size], len(rows) > size
        answer: shapes.Changes = {
            "since": since,
            "last": found[-1].number if found else since,
            "more": more,
            "next": _next(request, found[-1].number if found else since),
            "results": [written_change(row) for row in found],  # type: ignore[misc]
        }
        if with_texts:
            answer["texts"] = _texts(found)
        return Response(answer)


def _next(request: Request, since: int) -> str:
    given: list[tuple[str, str]] = [(name, str(value)) for name, value in request.query_params.items()]
    kept = [(name, value) for name, value in given if name != "since"]
    return f"{representations.address(request, 'changes')}?{urlencode([('since', str(since)), *kept])}"


def _texts(publications: list[Any]) -> dict[str, str]:
    digests = {
        appearance["article"]["text_sha256"]
        for publication in publications
        for appearance in orjson.loads(publication.written_document).get("appearances") or []
    }
    texts: QuerySet[RecordText, tuple[Any, ...]] = RecordText.objects.filter(sha256__in=digests).values_list(
        "sha256", "text"
    )
    return dict(texts)
