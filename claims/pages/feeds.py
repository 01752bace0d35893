"""Feeds for readers' programs: the latest verdicts, the corrections, and each topic, as Atom and as JSON Feed 1.1.

https://www.rfc-editor.org/rfc/rfc4287 and https://www.jsonfeed.org/version/1.1/
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.models import Publication, PublishedClaim
from claims.pages.corrections import TOLD
from claims.pages.listing import refuse_unknown
from claims.pages.reader_page import reader_page
from claims.record import in_reader_language, kind_name, localized
from claims.record.document import LocalizedText, TopicReference
from claims.text.markdown import plain_text

MOST_ITEMS = 30
# XML 1.0 has no way to write them, and the feed's generator refuses the whole text.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class AtomFeed(Atom1Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", f"{settings.SITE_URL}{settings.STATIC_URL}claims/icon.svg")


class JsonFeed(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["description"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False).encode(encoding))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_text": item["description"],
            "date_published": item["pubdate"].isoformat(),
            "date_modified": item["updateddate"].isoformat(),
            "tags": list(item["categories"]),
        }


class RecordFeed(Feed):  # type: ignore[type-arg]
    """What all feeds share. Addresses carry the site's own host, whatever host was asked."""

    item_guid_is_permalink = False
    author_name = settings.SITE_NAME
    author_link = settings.SITE_URL
    feed_copyright = settings.LICENSE_URL

    def __init__(self, kind: str) -> None:
        self.feed_type = KINDS[kind]
        self.kind = kind
        self.language = get_language() or settings.LANGUAGE_CODE

    def item_description(self, item: Any) -> str:
        raise NotImplementedError


class VerdictFeed(RecordFeed):
    """Verdicts, the newest publication first."""

    def get_object(self, request: HttpRequest, topic: str = "") -> TopicReference | None:
        """The topic as its newest claim names it; None for the feed of all topics."""
        if not topic:
            return None
        newest = PublishedClaim.objects.listed().filter(topics__contains=[topic])
        named: list[TopicReference] | None = newest.values_list("document__topics", flat=True).first()
        if named is None:
            raise Http404(_("No published claim has a topic at this address."))
        return next(one for one in named if one["slug"] == topic)

    def title(self, topic: TopicReference | None) -> str:
        return f"{settings.SITE_NAME}: {_words(topic['name']) if topic else _('Latest verdicts')}"

    def link(self, topic: TopicReference | None) -> str:
        return _address("topic", slug=topic["slug"]) if topic else _address("home")

    def feed_url(self, topic: TopicReference | None) -> str:
        if topic:
            return _address("topic-feed", slug=topic["slug"], kind=self.kind)
        return _address("feed", name="latest", kind=self.kind)

    def description(self, topic: TopicReference | None) -> str:
        return _("Claims from the news, checked one by one, with every source and every change on record.")

    def items(self, topic: TopicReference | None) -> Iterable[PublishedClaim]:
        claims = PublishedClaim.objects.listed().exclude(rating="").defer("search", "envelope", "children")
        return (claims.filter(topics__contains=[topic["slug"]]) if topic else claims)[:MOST_ITEMS]

    def item_title(self, item: PublishedClaim) -> str:
        return f"{_words(item.document['rating']['label'])}: {_words(item.document['statement'])}"

    def item_description(self, item: PublishedClaim) -> str:
        return _line(item.document["summary"])

    def item_link(self, item: PublishedClaim) -> str:
        return _address("claim", slug=item.slug)

    def item_guid(self, item: PublishedClaim) -> str:
        return f"{settings.SITE_URL}/claims/{item.slug}#review"

    def item_pubdate(self, item: PublishedClaim) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: PublishedClaim) -> datetime:
        return item.published_at

    def item_categories(self, item: PublishedClaim) -> list[str]:
        return [_words(topic["name"]) for topic in item.document["topics"]]


class CorrectionFeed(RecordFeed):
    """What was corrected, retracted or removed, newest first."""

    def title(self) -> str:
        return f"{settings.SITE_NAME}: {_('Corrections')}"

    def link(self) -> str:
        return _address("corrections")

    def feed_url(self) -> str:
        return _address("feed", name="corrections", kind=self.kind)

    def description(self) -> str:
        return _("What was corrected, retracted or removed, newest first.")

    def items(self) -> Iterable[Publication]:
        return Publication.objects.filter(kind__in=TOLD).defer("salts", "leaves").order_by("-number")[:MOST_ITEMS]

    def item_title(self, item: Publication) -> str:
        # The statement itself may be what was removed.
        return f"{kind_name(item.kind)}: {_words(item.document.get('statement') or {}) or item.slug}"

    def item_description(self, item: Publication) -> str:
        return _line(localized(item.note))

    def item_link(self, item: Publication) -> str:
        return _address("version", slug=item.slug, version=item.version)

    def item_guid(self, item: Publication) -> str:
        return f"{settings.SITE_URL}/claims/{item.slug}/v/{item.version}"

    def item_pubdate(self, item: Publication) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Publication) -> datetime:
        return item.published_at

    def item_categories(self, item: Publication) -> list[str]:
        return [kind_name(item.kind)]


KINDS: dict[str, type[SyndicationFeed]] = {"atom": AtomFeed, "json": JsonFeed}
FEEDS: dict[str, type[RecordFeed]] = {"latest": VerdictFeed, "corrections": CorrectionFeed}


@reader_page
def feed(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    refuse_unknown(request.GET, [])
    return FEEDS[name](kind)(request)


@reader_page
def topic_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    refuse_unknown(request.GET, [])
    return VerdictFeed(kind)(request, topic=slug)


def _address(name: str, /, **of: object) -> str:
    return settings.SITE_URL + reverse(f"pages:{name}", kwargs=of)


def _words(text: LocalizedText) -> str:
    return _writable(in_reader_language(localized(text)))


def _line(text: LocalizedText) -> str:
    return _writable(plain_text(in_reader_language(localized(text))))


def _writable(text: str) -> str:
    return UNWRITABLE.sub(" ", text)
