"""A verdict in somebody else's page."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client

from tests import factories
from tests.versions import corrected_again, merged, retracted

pytestmark = pytest.mark.django_db
MOST_BYTES = 10_000


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    cache.clear()


def test_anybody_may_frame_it_and_nothing_else_of_the_site(client: Client) -> None:
    slug = factories.published().slug
    frame = client.get(f"/en/claims/{slug}/embed/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    page = client.get(f"/en/claims/{slug}/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_it_shows_the_verdict_with_its_sign_and_is_not_sent_twice(client: Client) -> None:
    published = factories.published(rating="false")
    frame = client.get(f"/id/claims/{published.slug}/embed/")
    content = frame.content.decode()
    assert published.document["rating"]["label"]["id"] in content
    assert published.document["statement"]["id"] in content
    assert '<svg aria-hidden="true" viewBox="0 0 24 24"><circle' in content
    assert (
        client.get(f"/id/claims/{published.slug}/embed/", headers={"If-None-Match": frame["ETag"]}).status_code == 304
    )


def test_after_a_correction_it_shows_the_new_verdict(client: Client) -> None:
    first = factories.published(rating="false")
    before = client.get(f"/en/claims/{first.slug}/embed/")
    second = corrected_again(first.claim)
    after = client.get(f"/en/claims/{first.slug}/embed/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert second.document["rating"]["label"]["en"] in after.content.decode()


def test_a_retracted_claim_shows_that_and_no_verdict(client: Client) -> None:
    gone = retracted(factories.published(rating="false").claim)
    content = client.get(f"/en/claims/{gone.slug}/embed/").content.decode()
    assert "Retracted" in content
    assert "verdict-1" not in content


def test_a_merged_claim_leads_to_the_frame_of_the_one_that_it_became_a_part_of(client: Client) -> None:
    target = factories.published()
    gone = merged(target.claim)
    answer = client.get(f"/en/claims/{gone.slug}/embed/")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/claims/{target.slug}/embed/")


def test_all_that_it_loads_is_ten_kilobytes_without_cookie_or_stranger(client: Client) -> None:
    slug = factories.published().slug
    frame = client.get(f"/en/claims/{slug}/embed/")
    content = frame.content.decode()
    assert not frame.cookies
    assert re.findall(r"<script[^>]*>[^<]", content) == []
    loaded = set(re.findall(r'(?:<link rel="(?:stylesheet|icon)" href|<use href|src)="([^"#]*)', content))
    files = [finders.find(address.removeprefix("/static/")) for address in loaded]
    assert len(files) == 3
    sizes = [Path(str(file)).stat().st_size for file in files]
    assert len(frame.content) + sum(sizes) <= MOST_BYTES


@pytest.mark.parametrize("rating", ["true", "mostly-true", "half-true", "mostly-false", "false", "missing-context"])
def test_every_verdict_has_its_sign_drawn(client: Client, rating: str) -> None:
    published = factories.published(rating=rating)
    content = client.get(f"/en/claims/{published.slug}/embed/").content.decode()
    assert content.count("<circle") >= 1


def test_a_frame_without_an_origin_may_read_it_again(client: Client) -> None:
    target = factories.published()
    gone = merged(target.claim)
    for slug in (target.slug, gone.slug):
        assert client.get(f"/en/claims/{slug}/embed/")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get(f"/en/claims/{target.slug}/")


def test_the_claim_page_gives_the_code_to_paste_and_names_the_oembed_address(client: Client) -> None:
    slug = factories.published().slug
    content = client.get(f"/en/claims/{slug}/").content.decode()
    assert f"&lt;iframe src=&quot;http://127.0.0.1:8000/en/claims/{slug}/embed/&quot;" in content
    [address] = re.findall(
        r'<link rel="alternate" type="application/json\+oembed" href="http://127.0.0.1:8000([^"]*)"', content
    )
    assert client.get(address).json()["width"] == 600


@pytest.mark.parametrize(("address", "status"), [("claims/none/embed/", 404), ("claims/known/embed/?size=9", 400)])
def test_what_there_is_not_is_refused(client: Client, address: str, status: int) -> None:
    factories.published(factories.checkable_claim(slug="known"))
    assert client.get(f"/en/{address}").status_code == status
