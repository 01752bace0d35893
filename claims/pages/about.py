"""What this site is, and for whom it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.pages.reader_page import reader_page


@reader_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@reader_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")
