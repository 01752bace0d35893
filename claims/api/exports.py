"""Everything at once: streamed, compressed where the client takes it, with digests and licence beside it."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import http_date, quote_etag
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes
from claims.api.parameters import MOST_DIGITS, describe_number, whole_number
from claims.api.presentation import Presentation
from claims.api.representations import address
from claims.api.schema import describe
from claims.api.shapes import reference
from claims.api.views import PublicView
from claims.models import GENESIS_DIGEST, Publication
from claims.record import utc_timestamp
from claims.record.bulk import Standing, averitec_lines, claim_lines, data_feed, spreadsheet

HIGHEST_NUMBER = 10**MOST_DIGITS - 1
SECONDS_TO_KEEP = 24 * 3_600

Writer = Callable[[Standing, str], Iterator[str]]
FILES: dict[str, tuple[str, Writer]] = {
    "claims.ndjson": ("application/x-ndjson", lambda span, language: claim_lines(span)),
    "claims.csv": ("text/csv; charset=utf-8", lambda span, language: spreadsheet(span)),
    "claimreview.json": ("application/ld+json", lambda span, language: data_feed(span)),
    "averitec.jsonl": ("application/x-ndjson", averitec_lines),
}
AVERITEC_LANGUAGE = "en"
# One at a time in a process: each reads the whole record.
_digesting = threading.Lock()

DESCRIPTIONS = [
    describe_number(
        "since",
        "Only claims published again after this number; the last export's `Record-Number` header has it.",
        default=0,
        lowest=0,
        highest=HIGHEST_NUMBER,
    ),
    OpenApiParameter(
        "until",
        {"type": "integer", "minimum": 0, "maximum": HIGHEST_NUMBER},
        description="As the record stood at this number; its end by default.",
    ),
]


class AnyContent(BaseContentNegotiation):
    """A file has one form, whatever the request would rather have."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


@method_decorator(gzip_page, name="dispatch")
class Export(PublicView):
    """One file with every claim, oldest publication first."""

    content_negotiation_class = AnyContent
    parameters: ClassVar[tuple[str, ...]] = ("since", "until", "lang")

    @describe(
        "export",
        {"type": ["string", "object"], "description": "The file; only `claimreview.json` is one JSON object."},
        parameters=[
            *DESCRIPTIONS,
            OpenApiParameter("file", str, OpenApiParameter.PATH, enum=list(FILES)),
            OpenApiParameter("lang", str, description="Language of `averitec.jsonl`."),
        ],
        refusals=(400, 404),
        media_types=("*/*",),
    )
    def get(self, request: Request, file: str) -> HttpResponseBase:
        if file not in FILES:
            raise NotFound(f"There is no such file. There are: {', '.join(FILES)} and manifest.json.")
        content_type, write = FILES[file]
        language = next(iter(Presentation(request, ()).languages), AVERITEC_LANGUAGE)
        head = Publication.objects.order_by("-number").only("number", "digest", "published_at").first()
        span = _span(request, head.number if head else 0)
        identity = f"{file} {span} {language} {head.digest if head else ''} {settings.SITE_URL}"
        etag = quote_etag(hashlib.sha256(identity.encode()).hexdigest())
        headers = {
            "Content-Type": content_type,
            "Content-Disposition": f'attachment; filename="{file}"',
            "Link": f'<{settings.LICENSE_URL}>; rel="license", <{address(request, "manifest")}>; rel="describedby"',
            "Record-Number": str(span.until),
            "ETag": etag,
            **({"Last-Modified": http_date(head.published_at.timestamp())} if head else {}),
        }
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None or request.method == "HEAD":
            answer = unchanged or HttpResponse()
            for name, value in headers.items():
                answer[name] = value
            return answer
        return StreamingHttpResponse(write(span, language), headers=headers)


class Manifest(PublicView):
    """The files with the SHA-256 of each, uncompressed, as the record stands, and their licence."""

    @describe("get_export_manifest", reference("ExportManifest"))
    def get(self, request: Request) -> Response:
        head = Publication.objects.order_by("-number").only("number", "digest", "published_at").first()
        number, digest = (head.number, head.digest) if head else (0, GENESIS_DIGEST)
        known = _files(number, digest)
        answer: shapes.ExportManifest = {
            "number": number,
            "digest": digest,
            "published_at": utc_timestamp(head.published_at) if head else None,
            "license": settings.LICENSE_URL,
            "publisher": settings.SITE_NAME,
            "files": [
                {
                    "name": name,
                    "url": f"{address(request, 'export', file=name)}?until={number}",
                    "media_type": FILES[name][0].partition(";")[0],
                    "bytes": size,
                    "sha256": sha256,
                }
                for name, (size, sha256) in known.items()
            ],
        }
        return Response(answer)


def _span(request: Request, head: int) -> Standing:
    since = whole_number(request, "since", default=0, lowest=0, highest=HIGHEST_NUMBER)
    until = whole_number(request, "until", default=head, lowest=0, highest=HIGHEST_NUMBER)
    if until > head:
        raise ValidationError({"until": [f"The record ends at {head}."]}, code="invalid_until")
    return Standing(since, until)


def _files(number: int, digest: str) -> dict[str, tuple[int, str]]:
    """By name, size and digest of each whole file; made once for each end of the record."""
    key = f"export-files-{number}-{digest}"
    with _digesting:
        known: dict[str, tuple[int, str]] | None = cache.get(key)
        if known is None:
            span = Standing(0, number)
            known = {name: _measured(write(span, AVERITEC_LANGUAGE)) for name, (_type, write) in FILES.items()}
            cache.set(key, known, SECONDS_TO_KEEP)
    return known


def _measured(pieces: Iterator[str]) -> tuple[int, str]:
    size, sha256 = 0, hashlib.sha256()
    for piece in pieces:
        data = piece.encode()
        size += len(data)
        sha256.update(data)
    return size, sha256.hexdigest()
