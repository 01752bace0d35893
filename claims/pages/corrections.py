"""The log of corrections: what was corrected, retracted or removed, newest first, with the verdict before and after."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import Publication
from claims.pages.listing import listing, refuse_unknown
from claims.pages.reader_page import reader_page

PAGE_SIZE = 20
TOLD = (Publication.Kind.CORRECTION, Publication.Kind.RETRACTION, Publication.Kind.REDACTION)


@dataclass(frozen=True)
class Standing:
    """What the sign of a verdict needs."""

    rating: dict[str, Any] | None
    verification_status: str


@dataclass(frozen=True)
class LoggedCorrection:
    publication: Publication
    before: Standing
    after: Standing

    @property
    def changed_verdict(self) -> bool:
        return self.before != self.after and self.publication.kind != Publication.Kind.REDACTION


@reader_page
def correction_list(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ["page"])
    before = Publication.objects.filter(claim=OuterRef("claim"), version=OuterRef("version") - 1)
    rows = (
        Publication.objects.filter(kind__in=TOLD)
        .annotate(
            rating_before=Subquery(before.values("document__rating")),
            status_before=Subquery(before.values("document__verification_status")),
            rating_after=F("document__rating"),
        )
        .defer("salts", "leaves")
        .order_by("-number")
    )
    page = listing(request, rows, PAGE_SIZE)
    logged = [
        LoggedCorrection(
            row,
            Standing(row.rating_before, row.status_before or ""),
            Standing(row.rating_after, row.document.get("verification_status") or ""),
        )
        for row in page["page"]
    ]
    return render(request, "pages/correction_list.html", {**page, "rows": logged})
