"""Every part of the design system on one page, made of what is published; only where DEBUG is on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import PublishedClaim
from claims.pages.distribution import distribution
from claims.pages.ratings import scale_rows
from claims.pages.reader_page import reader_page


@reader_page
def patterns(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    claims = PublishedClaim.objects.listed()
    context = {
        "rows": scale_rows({}),
        "claims": claims.defer("search", "envelope", "children")[:3],
        "distribution": distribution(claims),
        "colours": ["paper", "sheet", "ink", "ink-soft", "rule", "accent", "focus", "mark"],
    }
    return render(request, "pages/patterns.html", context)
