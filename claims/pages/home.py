"""The front page: what this is, what was found last, which articles were taken apart."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import Publication, PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.pages.distribution import distribution
from claims.pages.reader_page import reader_page

LATEST = 6
ARTICLES = 5
# What readers who came earlier should hear of.
TOLD = (Publication.Kind.CORRECTION, Publication.Kind.RETRACTION)


@reader_page
def home(request: HttpRequest) -> HttpResponse:
    claims = PublishedClaim.objects.listed().defer("search", "envelope", "children")
    counts = PublishedEvidence.objects.exclude(source="").aggregate(
        sources=Count("source", distinct=True), publishers=Count("publisher", distinct=True)
    )
    bars = distribution(PublishedClaim.objects.listed())
    return render(
        request,
        "pages/home.html",
        {
            "latest": claims.filter(parent="").exclude(rating="")[:LATEST],
            "articles": PublishedAppearance.objects.newest_by_article().order_by("-claim__publication_id")[:ARTICLES],
            "corrections": Publication.objects.filter(kind__in=TOLD).order_by("-number")[:ARTICLES],
            "distribution": bars,
            "figures": {"claims": sum(bar.claims for bar in bars), **counts},
        },
    )
