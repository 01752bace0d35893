"""What was corrected, retracted or redacted, newest first: nothing of it is quiet."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation, shapes
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.presentation import Presentation
from claims.api.representations import address, claim_links
from claims.api.schema import describe
from claims.api.shapes import page_of
from claims.api.views import PublicView
from claims.models import Publication
from claims.record import envelope

KINDS = (Publication.Kind.CORRECTION, Publication.Kind.RETRACTION, Publication.Kind.REDACTION)
FILTERS = {"kind": [str(kind) for kind in KINDS], "correction_type": list(Publication.CorrectionType.values)}


class CorrectionList(PublicView):
    """Corrections, retractions and redactions with their public notes and the rating before and after."""

    parameters = (*FILTERS, "claim", *presentation.PARAMETERS, *PAGE_PARAMETERS)

    @describe(
        "list_corrections",
        page_of("Correction", sparse=True),
        parameters=[
            *[OpenApiParameter(name, str, enum=values) for name, values in FILTERS.items()],
            OpenApiParameter("claim", str, description="Only of this claim, by its slug."),
            *presentation.DESCRIPTIONS,
            *PAGE_PARAMETER_DESCRIPTIONS,
        ],
    )
    def get(self, request: Request) -> Response:
        shown = Presentation(request, shapes.Correction.__annotations__)
        before = Publication.objects.filter(claim=OuterRef("claim"), version=OuterRef("version") - 1)
        rows = _wanted(request, Publication.objects.filter(kind__in=KINDS)).annotate(
            rating_before=Subquery(before.values("document__rating")), rating_after=F("document__rating")
        )
        return shown.told(
            page(
                rows.defer("salts", "leaves"),
                "-number",
                request=request,
                view=self,
                item=lambda row: shown.of(_correction(request, row)),
            )
        )


def _wanted(request: Request, rows: QuerySet[Publication]) -> QuerySet[Publication]:
    for name, allowed in FILTERS.items():
        given = request.query_params.get(name)
        if given is None:
            continue
        if given not in allowed:
            message = f"Unknown value “{given[:100]}”. Allowed: {', '.join(allowed)}."
            raise ValidationError({name: [message]}, code="invalid_choice")
        rows = rows.filter(**{name: given})
    claim = request.query_params.get("claim", "")
    if "\x00" in claim:
        raise ValidationError({"claim": ["Null characters are not allowed."]}, code="invalid")
    return rows.filter(slug=claim) if claim else rows


def _correction(request: Request, row: Any) -> shapes.Correction:
    known = envelope(row)
    return {
        "number": row.number,
        "claim": row.slug,
        "version": row.version,
        "kind": row.kind,
        "correction_type": known["correction_type"],
        "note": known["note"],
        "published_at": known["published_at"],
        "statement": row.document.get("statement") or {},
        "rating_before": row.rating_before,
        "rating_after": row.rating_after,
        "links": claim_links(request, row.slug),
        "version_url": address(request, "version", slug=row.slug, version=row.version),
    }
