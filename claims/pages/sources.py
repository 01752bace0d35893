"""Sources and the claims that rest on them."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.models import PublishedEvidence
from claims.pages.paging import page_or_404

PAGE_SIZE = 30


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    counts = dict(PublishedEvidence.objects.order_by().values_list("source").annotate(Count("claim", distinct=True)))
    page = page_or_404(PublishedEvidence.objects.newest_by_source(), request, size=PAGE_SIZE)
    rows = [{"source": row.document["source"], "claims": counts[row.source]} for row in page]
    return render(request, "pages/source_list.html", {"page": page, "rows": rows, "total": page.paginator.count})


@require_safe
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
