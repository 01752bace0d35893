"""Public rows as the API answers them."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.urls import reverse as path_of
from rest_framework.request import Request
from rest_framework.reverse import reverse

from claims.api import shapes
from claims.models import Publication, PublishedClaim
from claims.record import Addresses, History, envelope, full_envelope, removed_fields, stored_version, utc_timestamp
from claims.record.answers import FIELDS, in_order, summary_answer, whole_answer
from claims.record.document import ClaimReference

CLAIM_FIELDS = (*FIELDS, *(field for field in shapes.Claim.__annotations__ if field not in FIELDS))
CLAIM_THEN_FIELDS = (*FIELDS, *(field for field in shapes.ClaimThen.__annotations__ if field not in FIELDS))

# Stands where the slug of a claim goes; no slug that the site makes is so long.
PLACE = "x" * 121


def address(request: Request, name: str, **arguments: Any) -> str:
    return str(reverse(f"api:{name}", kwargs=arguments, request=request))


def claim_links(request: Request | HttpRequest, slug: str) -> shapes.ClaimLinks:
    here = origin(request)
    paths = _claim_paths(get_script_prefix())
    return {name: f"{here}{before}{slug}{after}" for name, before, after in paths}  # type: ignore[return-value]


def origin(request: Request | HttpRequest) -> str:
    """Scheme and host as the request has them; worked out once a request, for lists name them a hundred times."""
    known: Any = request
    if not hasattr(known, "origin_of_addresses"):
        known.origin_of_addresses = f"{known.scheme}://{known.get_host()}"
    return str(known.origin_of_addresses)


@lru_cache
def _claim_paths(_prefix: str) -> list[tuple[str, str, str]]:
    """Name, and path before and after the slug, of each address of a claim."""
    paths = {
        "self": path_of("api:claim", args=[PLACE]),
        "page": f"/claims/{PLACE}/",
        **{name: path_of(f"api:{name}", args=[PLACE]) for name in ("versions", "citation", "evidence", "appearances")},
    }
    return [(name, *path.split(PLACE)) for name, path in paths.items()]  # type: ignore[misc]


def with_links(written: str, request: Request | HttpRequest, slug: str) -> str:
    """A ready answer with the claim's addresses, which depend on the host, as its last field."""
    return written[:-1] + _written_links(get_script_prefix(), origin(request)).replace(PLACE, slug)


@lru_cache
def _written_links(prefix: str, here: str) -> str:
    links = {name: f"{here}{before}{PLACE}{after}" for name, before, after in _claim_paths(prefix)}
    return f',"links":{orjson.dumps(links).decode()}}}'


def addresses(request: Request, slug: str) -> Addresses:
    return Addresses(
        claim=address(request, "claim", slug=slug),
        versions=address(request, "versions", slug=slug),
        version=lambda version: address(request, "version", slug=slug, version=version),
    )


def claim_summary(request: Request, row: PublishedClaim) -> shapes.ClaimSummary:
    return {**summary_answer(row), "links": claim_links(request, row.slug)}  # type: ignore[typeddict-item]


def claim(request: Request, row: PublishedClaim) -> shapes.Claim:
    return {**whole_answer(row), "links": claim_links(request, row.slug)}  # type: ignore[typeddict-item]


def claim_then(request: Request, row: Publication, known: History, moment: datetime) -> shapes.ClaimThen:
    return {
        **in_order(row.document),
        "stood_at": utc_timestamp(moment),
        "first_published_at": utc_timestamp(known.first.published_at),
        "publication": full_envelope(row),  # type: ignore[typeddict-item]
        "redacted": _redacted(row, known),
        "links": claim_links(request, row.slug),
    }


def moved_claim(request: Request, slug: str, target: ClaimReference) -> shapes.MovedClaim:
    return {"slug": slug, "merged_into": target, "url": address(request, "claim", slug=target["slug"])}


def version_summary(request: Request, row: Publication) -> shapes.VersionSummary:
    known = envelope(row)
    return {
        "number": row.number,
        "version": row.version,
        "kind": row.kind,
        "correction_type": known["correction_type"],
        "note": known["note"],
        "published_at": known["published_at"],
        "verification_status": row.document["verification_status"],
        "rating": row.document["rating"],
        "digest": row.digest,
        "url": address(request, "version", slug=row.slug, version=row.version),
    }


def version(row: Publication, known: History) -> shapes.Version:
    return {**stored_version(row), "redacted": _redacted(row, known)}  # type: ignore[typeddict-item]


def _redacted(row: Publication, known: History) -> list[shapes.RedactedField]:
    """Fields that this version had and has no more."""
    removed = removed_fields(row.document, row.version, known.newest.redactions)
    return [
        {
            "field": field,
            "version": redaction["version"],
            "reason": redaction["reason"],
            "published_at": redaction["published_at"],
        }
        for field, redaction in removed.items()
        if field in row.leaves and field not in row.document
    ]
