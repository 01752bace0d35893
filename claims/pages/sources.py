"""Sources and the claims that rest on them."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from claims.models import PublishedEvidence
from claims.pages.listing import listing, refuse_unknown
from claims.pages.reader_page import reader_page

PAGE_SIZE = 30


@reader_page
def source_list(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ["page"])
    counts = dict(PublishedEvidence.objects.order_by().values_list("source").annotate(Count("claim", distinct=True)))
    page = listing(request, PublishedEvidence.objects.newest_by_source(), PAGE_SIZE)
    rows = [{"source": row.document["source"], "claims": counts[row.source]} for row in page["page"]]
    return render(request, "pages/source_list.html", {**page, "rows": rows})


@reader_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    rows = list(
        PublishedEvidence.objects.filter(source=slug)
        .select_related("claim")
        .defer("claim__search", "claim__envelope", "claim__children")
        .order_by("-claim__publication_id", "position")
    )
    if not rows:
        raise Http404(_("No published claim uses a source at this address."))
    return render(request, "pages/source.html", {"source": rows[0].document["source"], "rows": rows})
