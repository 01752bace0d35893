"""No public page asks the database more than six times, whatever it shows and however often it was asked."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.every_page import every_page

pytestmark = pytest.mark.django_db
MOST_QUERIES = 6


def test_no_page_asks_the_database_more_than_six_times(
    client: Client, record_property: Callable[[str, object], None]
) -> None:
    pages = {**every_page(), **files()}
    # With more rows of everything a page would ask more often if it asked for each.
    for _number in range(3):
        factories.published(rating="false")
    asked = {kind: queries(client, f"/en/{address}") for kind, address in pages.items()}
    asked |= {path: queries(client, path) for path in ("/robots.txt", "/sitemap-claims.xml", "/sitemap-names.xml")}
    assert {kind: number for kind, number in asked.items() if number > MOST_QUERIES} == {}
    record_property("summary", f"queries: {len(asked)} kinds of pages and files, at most {max(asked.values())} each")


def test_a_search_asks_as_often_however_many_of_its_words_are_mistyped(client: Client) -> None:
    factories.published()
    for search in ("pirce", "pirce tonens zebra", "+".join(f"pirce{letter}" for letter in "abcdefghij")):
        assert queries(client, f"/en/claims/?q={search}") <= MOST_QUERIES, search


def test_the_index_for_crawlers_asks_once_for_each_section(client: Client) -> None:
    factories.published()
    # The state of the record, six sections, and the names behind one of them.
    assert queries(client, "/sitemap.xml") == 8


def files() -> dict[str, str]:
    slug = factories.published().slug
    return {
        "feed": "feeds/latest.atom",
        "feed of corrections": "feeds/corrections.json",
        "CSV": "figures/claims-by-topic.csv",
        "picture": f"claims/{slug}/v/1/picture.png",
        "picture of the site": "picture.png",
        "search description": "search.xml",
    }


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code in (200, 400, 404, 410), address
    return len(asked)
