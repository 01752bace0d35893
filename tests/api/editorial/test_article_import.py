"""An article brought in by one request."""

from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from claims.models import Article, Claim, Entity, Original, Snapshot
from tests import factories
from tests.api.editorial.conftest import working_as
from tests.website import Website, website

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/editorial/articles/import/"
TEXT = (
    "Harga beras\n\nHarga beras naik tiga puluh persen di Jakarta pada tahun 2024, kata badan statistik. "
    "Pemerintah mengimpor 3,6 juta ton beras sepanjang tahun itu."
)
PAGE = f"""<!doctype html><html lang="id"><head><title>Harga beras</title>
<meta property="og:site_name" content="Kabar"><meta property="article:published_time" content="2024-12-30">
</head><body><article><h1>Harga beras</h1><p>{TEXT}</p></article></body></html>"""


@pytest.fixture
def site(settings: Any) -> Iterator[Website]:
    with website(settings) as running:
        yield running


def brought(client: APIClient, **given: Any) -> Any:
    return client.post(ADDRESS, given, format="json")


def about(**given: Any) -> dict[str, Any]:
    return {"text": TEXT, "title": "Harga beras", "publisher": "kabar.example", "language": "id", **given}


def test_a_text_becomes_an_article_with_its_sentences_as_candidates(alice_client: APIClient) -> None:
    answer = brought(alice_client, **about(published_on="2024-12-30", authors=["Sari"]))
    assert answer.status_code == 201
    article = Article.objects.get(pk=answer.json()["article"])
    assert (article.title, article.publisher.domain, article.authors) == ("Harga beras", "kabar.example", ["Sari"])
    snapshot = Snapshot.objects.get(pk=answer.json()["snapshot"])
    assert (snapshot.article, snapshot.text) == (article, TEXT)
    candidates = Claim.objects.filter(pk__in=answer.json()["candidates"])
    assert {claim.stage for claim in candidates} == {"candidate"}
    assert "3,6 juta ton" in " ".join(str(claim.statement) for claim in candidates)


def test_the_same_text_again_adds_nothing_and_says_so(alice_client: APIClient) -> None:
    first = brought(alice_client, **about())
    again = brought(alice_client, **about())
    assert (again.status_code, again.json()["snapshot"], again.json()["candidates"]) == (200, None, [])
    assert again.json()["article"] == first.json()["article"]
    assert Snapshot.objects.count() == 1


def test_a_changed_text_says_which_quotes_were_found_again_and_which_are_gone(alice_client: APIClient) -> None:
    first = brought(alice_client, **about())
    changed = TEXT.replace("Pemerintah mengimpor 3,6 juta ton beras sepanjang tahun itu.", "Selesai.")
    answer = brought(alice_client, **about(text=changed))
    assert answer.json()["article"] == first.json()["article"]
    assert len(answer.json()["gone"]) == 1
    assert answer.json()["found_again"]


@pytest.mark.parametrize("language", ["en-GB", "zh-Hans", "jv"])
def test_the_language_is_any_code_of_bcp_47(alice_client: APIClient, language: str) -> None:
    answer = brought(alice_client, **about(language=language))
    assert answer.status_code == 201, answer.json()
    assert Article.objects.get(pk=answer.json()["article"]).language == language


def test_an_address_alone_is_enough(alice_client: APIClient, site: Website) -> None:
    factories.entity(slug="kabar", domain="127.0.0.1")
    answer = brought(alice_client, url=site.has("/beras", PAGE.encode()), publisher="kabar")
    assert answer.status_code == 201, answer.json()
    article = Article.objects.get(pk=answer.json()["article"])
    assert (article.title, article.language, str(article.published_on)) == ("Harga beras", "id", "2024-12-30")
    assert Original.objects.get().snapshot_id == answer.json()["snapshot"]


def test_what_is_given_counts_more_than_what_the_page_says(alice_client: APIClient, site: Website) -> None:
    url = site.has("/beras", PAGE.encode())
    answer = brought(alice_client, url=url, publisher="kabar.example", title="Typed", published_on=None)
    article = Article.objects.get(pk=answer.json()["article"])
    assert (article.title, article.published_on, article.publisher.slug) == ("Typed", None, "kabar-example")


@pytest.mark.parametrize(
    ("given", "attribute"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "a\x00b"}, None),
        ({"text": 7, "title": ["x"]}, "title"),
        (about(publisher="no such word"), "publisher"),
        (about(title=""), "title"),
        (about(language="klingon"), "language"),
        (about(published_on="yesterday"), "published_on"),
        (about(authors="Sari"), "authors"),
        (about(stage="accepted"), "stage"),
        ({"url": "ftp://kabar.example/x"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://127.0.0.1:9/x"}, "url"),
        ({"url": "http://169.254.169.254/latest/meta-data/"}, "url"),
        ({"text": "Harga beras naik tiga puluh persen di Jakarta pada tahun 2024."}, "publisher"),
    ],
)
def test_bad_input_is_named_and_nothing_is_stored(
    alice_client: APIClient, given: dict[str, Any], attribute: str | None
) -> None:
    answer = brought(alice_client, **given)
    assert answer.status_code == 400
    assert attribute in {error["attr"] for error in answer.json()["errors"]}
    assert not Article.objects.exists()
    assert not Entity.objects.exists()


def test_an_address_that_does_not_answer_with_a_page_is_named(alice_client: APIClient, site: Website) -> None:
    answer = brought(alice_client, url=site.address("/gone"), publisher="kabar.example")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "url")
    assert "404" in answer.json()["errors"][0]["detail"]


def test_a_key_is_kept_for_a_text_and_refused_where_another_server_is_waited_for(
    alice_client: APIClient, site: Website
) -> None:
    url = site.has("/beras", PAGE.encode())
    refused = alice_client.post(ADDRESS, {"url": url}, format="json", HTTP_IDEMPOTENCY_KEY="one")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "Idempotency-Key")
    assert site.asked == []
    first = alice_client.post(ADDRESS, about(), format="json", HTTP_IDEMPOTENCY_KEY="two")
    again = alice_client.post(ADDRESS, about(), format="json", HTTP_IDEMPOTENCY_KEY="two")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())


def test_who_may_not_add_articles_is_told_before_anything_is_asked(site: Website, db: None) -> None:
    nobody = working_as(factories.user(""))
    assert brought(nobody, url=site.has("/beras", PAGE.encode())).status_code == 403
    assert site.asked == []
