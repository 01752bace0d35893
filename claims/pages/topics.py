"""Topics and what was found about each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from claims.models import PublishedClaim
from claims.pages.distribution import distribution
from claims.pages.listing import listing, refuse_unknown
from claims.pages.reader_page import reader_page
from claims.search import topics_of

PAGE_SIZE = 20


@reader_page
def topic_list(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, [])
    return render(request, "pages/topic_list.html", {"topics": topics_of(PublishedClaim.objects.listed()).values()})


@reader_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    refuse_unknown(request.GET, ["page"])
    claims = PublishedClaim.objects.listed().filter(topics__contains=[slug])
    newest = claims.values_list("document__topics", flat=True).first()
    if newest is None:
        raise Http404(_("No published claim has a topic at this address."))
    named = next(one for one in newest if one["slug"] == slug)
    page = listing(request, claims.defer("search", "envelope", "children"), PAGE_SIZE)
    return render(request, "pages/topic.html", {**page, "topic": named, "distribution": distribution(claims)})
