"""Pages of the sample in Chromium: nothing is complained of, and nobody else is asked for anything."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECTIONS = ("pages", "claims", "articles", "sources", "names", "topics")
# Of each kind in each language; the walk without a browser goes through all of them.
MOST_OF_A_KIND = 14


@pytest.mark.usefixtures("sample")
def test_no_page_of_the_sample_complains_or_asks_anybody_else(
    browser: Browser,
    live_server: LiveServer,
    client: Client,
    complaints: list[str],
    record_property: Callable[[str, object], None],
) -> None:
    page = watched(browser.new_context().new_page(), live_server.url, complaints)
    paths = [path for section in SECTIONS for language in ("en", "id") for path in some(client, section, language)]
    for path in paths:
        answer = page.goto(f"{live_server.url}{path}")
        assert answer is not None
        assert answer.status == 200, path
    page.context.close()
    assert complaints == []
    record_property("summary", f"sample in Chromium: {len(paths)} pages, 0 errors, 0 requests to anybody else")


def some(client: Client, section: str, language: str) -> list[str]:
    told = client.get(f"/sitemap-{section}.xml").content.decode()
    return re.findall(rf"<loc>https?://[^/]+(/{language}/[^<]*)</loc>", told)[:MOST_OF_A_KIND]
