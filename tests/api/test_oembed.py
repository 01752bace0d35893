"""oEmbed, as the specification's consumers ask."""

import re
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.versions import merged, retracted

pytestmark = pytest.mark.django_db
OEMBED = "/api/v1/oembed/"


def asked(client: Client, url: str, **more: object) -> Any:
    return client.get(OEMBED, {"url": url, **more})


def page(slug: str, language: str = "en") -> str:
    return f"http://127.0.0.1:8000/{language}/claims/{slug}/"


def test_the_address_of_a_claim_gives_a_frame_that_shows_it(client: Client) -> None:
    published = factories.published(rating="false")
    answer = asked(client, page(published.slug, "id")).json()
    assert (answer["type"], answer["version"], answer["width"], answer["height"]) == ("rich", "1.0", 600, 240)
    assert answer["title"].startswith(published.document["rating"]["label"]["id"])
    [source] = re.findall(r'<iframe src="http://127.0.0.1:8000([^"]*)"', answer["html"])
    assert client.get(source).status_code == 200
    assert client.get(answer["thumbnail_url"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_the_frame_is_not_larger_than_was_asked_for(client: Client) -> None:
    answer = asked(client, page(factories.published().slug), maxwidth=300, maxheight=9_000).json()
    assert (answer["width"], answer["height"]) == (300, 240)
    assert 'width="300"' in answer["html"]


def test_a_version_and_the_frame_itself_lead_to_the_claim(client: Client) -> None:
    slug = factories.published().slug
    for tail in ("v/1/", "embed/"):
        assert f"{page(slug)}embed/" in asked(client, page(slug) + tail).json()["html"]


def test_a_merged_claim_gives_the_one_that_it_became_a_part_of(client: Client) -> None:
    target = factories.published()
    assert f"{page(target.slug)}embed/" in asked(client, page(merged(target.claim).slug)).json()["html"]


def test_a_retracted_claim_has_no_verdict_in_its_title(client: Client) -> None:
    gone = retracted(factories.published(rating="false").claim)
    assert asked(client, page(gone.slug)).json()["title"] == gone.statement.data["en"]


def test_hostile_words_stay_inside_the_attribute(client: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    slug = factories.published(factories.checkable_claim(statement=factories.text(hostile, hostile))).slug
    assert "<script" not in asked(client, page(slug)).json()["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "https://elsewhere.example/en/claims/known/"}, 404),
        ({"url": "http://127.0.0.1:8000@elsewhere.example/en/claims/known/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[::1/en/claims/known/"}, 404),
        ({"url": "http://127.0.0.1:8000/xx/claims/known/"}, 404),
        ({"url": "http://127.0.0.1:8000/en/claims/none/"}, 404),
        ({"url": "http://127.0.0.1:8000/en/claims/"}, 404),
        ({"url": "http://127.0.0.1:8000/en/claims/known/%0A"}, 404),
        ({"url": "http://127.0.0.1:8000/en/claims/known/", "maxwidth": "0"}, 400),
        ({"url": "http://127.0.0.1:8000/en/claims/known/", "maxheight": "wide"}, 400),
        ({"url": "http://127.0.0.1:8000/en/claims/known/", "format": "yaml"}, 400),
        ({"url": "http://127.0.0.1:8000/en/claims/known/", "format": "xml"}, 501),
        ({"url": "http://127.0.0.1:8000/en/claims/known/", "callback": "f"}, 400),
    ],
)
def test_what_cannot_be_embedded_is_refused_in_the_shape_of_every_error(
    client: Client, query: dict[str, str], status: int
) -> None:
    factories.published(factories.checkable_claim(slug="known"))
    answer = client.get(OEMBED, query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
