"""Who and what published claims name: those who claim, those whom it is about, and publishers."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from claims.models import PublishedAppearance, PublishedClaim
from claims.pages.distribution import distribution
from claims.pages.listing import PastTheEnd, address_with, refuse_unknown
from claims.pages.reader_page import reader_page
from claims.record import in_reader_language
from claims.search.entities import named_entities

PAGE_SIZE = 60
CLAIMS_SHOWN = 12


@reader_page
def name_list(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ["page"])
    known = sorted(named_entities().values(), key=lambda one: in_reader_language(one["entity"]["name"]).casefold())
    paginator = Paginator(known, PAGE_SIZE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= paginator.num_pages):
        raise PastTheEnd(paginator.num_pages, request.path + address_with(request.GET, page=paginator.num_pages))
    page = paginator.page(int(number))
    context = {
        "page": page,
        "total": len(known),
        "previous": address_with(request.GET, page=page.number - 1) if page.has_previous() else "",
        "next": address_with(request.GET, page=page.number + 1) if page.has_next() else "",
    }
    return render(request, "pages/name_list.html", context)


@reader_page
def name(request: HttpRequest, slug: str) -> HttpResponse:
    named = named_entities().get(slug)
    if named is None:
        raise Http404(_("No published claim names anybody at this address."))
    said = PublishedClaim.objects.listed().filter(claimant=slug)
    about = PublishedClaim.objects.listed().filter(entities__contains=[slug])
    published = PublishedAppearance.objects.filter(publisher=slug).values("claim")
    # What it says itself is shown as that.
    in_articles = PublishedClaim.objects.listed().filter(pk__in=published).exclude(claimant=slug)
    roles = named["roles"]
    context = {
        "entity": named["entity"],
        "roles": roles,
        "said": _shown(said) if roles["claimant"] else [],
        "distribution": distribution(said) if roles["claimant"] else [],
        "about": _shown(about) if roles["subject"] else [],
        "in_articles": _shown(in_articles) if roles["article_publisher"] else [],
        "shown": CLAIMS_SHOWN,
    }
    return render(request, "pages/name.html", context)


def _shown(claims: QuerySet[PublishedClaim]) -> list[PublishedClaim]:
    return list(claims.defer("search", "envelope", "children")[:CLAIMS_SHOWN])
