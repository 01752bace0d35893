"""What crawlers read first."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.versions import retracted

pytestmark = pytest.mark.django_db
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
CHANGED = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    cache.clear()


def found(client: Client, address: str, name: str = LOCATION) -> list[str]:
    tree = ET.fromstring(client.get(address).content)  # noqa: S314 - our own file
    return [element.text or "" for element in tree.iter(name)]


def test_the_index_leads_to_every_section_with_the_moment_of_its_last_change(client: Client) -> None:
    published = factories.published()
    sections = found(client, "/sitemap.xml")
    names = [re.sub(r".*/sitemap-(\w+)\.xml", r"\1", section) for section in sections]
    assert names == ["pages", "claims", "articles", "sources", "names", "topics"]
    day = published.published_at.date().isoformat()
    assert found(client, "/sitemap.xml", CHANGED)[1].startswith(day)


def test_every_address_of_every_section_answers(client: Client) -> None:
    claim = factories.checkable_claim()
    claim.topics.add(factories.topic())
    factories.published(claim)
    addresses = [place for section in found(client, "/sitemap.xml") for place in found(client, section)]
    assert len(addresses) == len(set(addresses)) > 30
    for address in addresses:
        answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
        assert answer.status_code == 200, address
        assert f'<link rel="canonical" href="{address}">' in answer.content.decode()


def test_a_claim_comes_in_both_languages_each_with_the_other(client: Client) -> None:
    slug = factories.published().slug
    content = client.get("/sitemap-claims.xml").content.decode()
    for language in ("en", "id"):
        assert content.count(f"<loc>http://127.0.0.1:8000/{language}/claims/{slug}/</loc>") == 1
        assert content.count(f'hreflang="{language}" href="http://127.0.0.1:8000/{language}/claims/{slug}/"') == 2
    assert content.count('hreflang="x-default"') == 2


def test_a_retracted_claim_is_left_out(client: Client) -> None:
    gone = retracted()
    assert gone.slug not in client.get("/sitemap-claims.xml").content.decode()


def test_an_empty_site_has_a_sitemap(client: Client) -> None:
    assert client.get("/sitemap.xml").status_code == 200
    assert found(client, "/sitemap-claims.xml") == []


@pytest.mark.parametrize("address", ["/sitemap-drafts.xml", "/sitemap-claims.xml?p=9", "/sitemap-claims.xml?p=x"])
def test_a_section_that_there_is_not_is_a_plain_404(client: Client, address: str) -> None:
    with translation.override("en"):
        assert client.get(address).status_code == 404


def test_a_sitemap_of_many_claims_takes_as_few_queries_as_one_of_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        factories.published()
    with django_assert_max_num_queries(3):
        client.get("/sitemap-claims.xml")


def test_robots_may_read_what_is_public_and_are_told_where_it_is(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines


def test_a_browser_can_search_the_site_from_its_own_field(client: Client) -> None:
    assert '<link rel="search"' in client.get("/en/").content.decode()
    answer = client.get("/en/search.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    tree = ET.fromstring(answer.content)  # noqa: S314 - our own file
    templates = [str(url.get("template")) for url in tree.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")]
    for template in templates[:2]:
        path = template.removeprefix("http://127.0.0.1:8000").replace("{searchTerms}", "rice")
        assert client.get(path).status_code == 200
