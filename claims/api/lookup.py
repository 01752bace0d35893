"""Ask for a claim without telling us which: five digits of a digest go out, all that begins with them comes back.

About a millionth of all addresses begin with the same five digits, so we do not learn what a person reads. Whoever
listens on the line sees only whole blocks of bytes, so the size of an answer does not tell either.
"""

import base64
import json
import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from claims.api import shapes
from claims.api.schema import describe
from claims.api.shapes import reference
from claims.api.views import PublicView
from claims.models import PublishedClaim
from claims.record.claimreview import claim_page
from claims.record.lookup import PREFIX_DIGITS, lookup_digests

PREFIX = re.compile(rf"[0-9a-f]{{{PREFIX_DIGITS}}}", re.ASCII)
BLOCK = 4_096
MOST_CLAIMS = 500


class Lookup(PublicView):
    """Claims whose statement, or whose article's address, has a SHA-256 with these first five digits."""

    @describe(
        "look_up",
        reference("LookupAnswer"),
        parameters=[
            OpenApiParameter(
                "prefix",
                {"type": "string", "pattern": f"^{PREFIX.pattern}$"},
                OpenApiParameter.PATH,
                description="The first five hexadecimal digits of the SHA-256.",
            )
        ],
    )
    def get(self, request: Request, prefix: str) -> HttpResponse:
        if not PREFIX.fullmatch(prefix):
            message = f"Give the first {PREFIX_DIGITS} hexadecimal digits of a SHA-256, in small letters."
            raise ValidationError({"prefix": [message]}, code="invalid_prefix")
        claims = PublishedClaim.objects.listed().filter(lookup_prefixes__contains=[prefix]).order_by("slug")
        found: dict[tuple[str, str], list[shapes.LookupClaim]] = {}
        for row in claims.defer("search", "envelope", "children")[:MOST_CLAIMS]:
            for kind, digest in lookup_digests(row.document):
                if digest.startswith(prefix):
                    found.setdefault((digest[PREFIX_DIGITS:], kind), []).append(_claim(row))
        answer: shapes.LookupAnswer = {
            "prefix": prefix,
            "results": [
                {"suffix": suffix, "kind": kind, "claims": claims} for (suffix, kind), claims in sorted(found.items())
            ],
            "padding": "",
        }
        return HttpResponse(padded(answer), content_type="application/json")


def padded(answer: shapes.LookupAnswer) -> bytes:
    """The answer, filled up to whole blocks with signs that do not compress and that are the same each time."""
    size = len(_json(answer))
    missing = -size % BLOCK
    answer["padding"] = _noise(answer["prefix"], missing)
    return _json(answer)


def _noise(prefix: str, length: int) -> str:
    pieces = [
        base64.b64encode(salted_hmac("claims.api.lookup", f"{prefix} {number}", algorithm="sha512").digest()).decode()
        for number in range(length // 88 + 1)
    ]
    return "".join(pieces)[:length]


def _json(answer: Any) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode()


def _claim(row: PublishedClaim) -> shapes.LookupClaim:
    rating = row.document["rating"]
    return {
        "slug": row.slug,
        "verification_status": row.verification_status,
        "rating": rating["slug"] if rating else None,
        "label": rating["label"] if rating else {},
        "normalized": rating["normalized"] if rating else None,
        "page": claim_page(row.slug, settings.LANGUAGE_CODE),
    }
