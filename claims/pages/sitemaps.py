"""What search engines and archives read first: which pages there are, and when each last changed.

https://www.sitemaps.org/protocol.html. Every address comes with its other languages. Claims that were retracted or
merged are left out; their addresses still answer.
"""

from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property

from claims.models import PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.pages.listing import refuse_unknown
from claims.pages.reader_page import reader_page
from claims.search.entities import named_entities

# A file may hold 50,000 addresses and 50 MB; with two languages and their alternates this stays below both.
MOST_ADDRESSES = 10_000
ENTRANCES = (
    *("home", "claims", "articles", "sources", "ratings", "names", "topics", "corrections", "figures", "method"),
    *("about", "accessibility", "suggest"),
)


class Place(NamedTuple):
    slug: str
    changed_at: datetime


class RecordSitemap(Sitemap):  # type: ignore[type-arg]
    """Addresses of one kind of page."""

    i18n = True
    alternates = True
    x_default = True
    limit = MOST_ADDRESSES

    def find(self) -> list[Any]:
        raise NotImplementedError

    @cached_property
    def found(self) -> list[Any]:
        return self.find()

    def items(self) -> list[Any]:
        """Asked for more than once: for the number of pages, for the newest, for the addresses."""
        return self.found

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class DatedSitemap(RecordSitemap):
    """``name`` is that of the page's URL pattern."""

    name: ClassVar[str]

    def location(self, item: Place) -> str:
        return reverse(f"pages:{self.name}", kwargs={"slug": item.slug})

    def lastmod(self, item: Place) -> datetime:
        return item.changed_at


class EntranceSitemap(DatedSitemap):
    """Pages that there is one of. They show the record as a whole, so they change with it."""

    def find(self) -> list[Place]:
        newest = PublishedClaim.objects.aggregate(at=Max("published_at"))["at"]
        return [Place(name, newest) for name in ENTRANCES]

    def location(self, item: Place) -> str:
        return reverse(f"pages:{item.slug}")


class ClaimSitemap(DatedSitemap):
    name = "claim"

    def find(self) -> list[Place]:
        rows = PublishedClaim.objects.listed().order_by("slug").values_list("slug", "published_at")
        return [Place(*row) for row in rows]


class ArticleSitemap(DatedSitemap):
    name = "article"

    def find(self) -> list[Place]:
        rows = PublishedAppearance.objects.order_by("article").values_list("article")
        return [Place(*row) for row in rows.annotate(changed_at=Max("claim__published_at"))]


class SourceSitemap(DatedSitemap):
    name = "source"

    def find(self) -> list[Place]:
        rows = PublishedEvidence.objects.exclude(source="").order_by("source").values_list("source")
        return [Place(*row) for row in rows.annotate(changed_at=Max("claim__published_at"))]


class NameSitemap(RecordSitemap):
    """When a name was named last is not known without reading every document, so these have no moment."""

    def find(self) -> list[str]:
        return list(named_entities())

    def location(self, item: str) -> str:
        return reverse("pages:name", kwargs={"slug": item})


class TopicSitemap(DatedSitemap):
    name = "topic"

    def find(self) -> list[Place]:
        newest: dict[str, datetime] = {}
        rows = PublishedClaim.objects.listed().order_by("published_at").values_list("topics", "published_at")
        for topics, published_at in rows:
            newest |= dict.fromkeys(topics, published_at)
        return [Place(*row) for row in sorted(newest.items())]


SITEMAPS: dict[str, Any] = {
    "pages": EntranceSitemap,
    "claims": ClaimSitemap,
    "articles": ArticleSitemap,
    "sources": SourceSitemap,
    "names": NameSitemap,
    "topics": TopicSitemap,
}


@reader_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, [])
    return _rendered(sitemap_views.index(request, SITEMAPS, sitemap_url_name="sitemap"))


@reader_page
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    refuse_unknown(request.GET, ["p"])
    if section not in SITEMAPS:
        raise Http404
    return _rendered(sitemap_views.sitemap(request, SITEMAPS, section=section))


@reader_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by programs as well (RFC 9309)."""
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")


def _rendered(answer: TemplateResponse) -> HttpResponse:
    return answer.render()
