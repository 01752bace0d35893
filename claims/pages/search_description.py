"""How a browser searches this site from its own search field (OpenSearch 1.1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.pages.listing import refuse_unknown
from claims.pages.reader_page import reader_page


@reader_page
def search_description(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, [])
    return render(
        request, "pages/search_description.xml", content_type="application/opensearchdescription+xml; charset=utf-8"
    )
