import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_an_article_has_its_text_and_the_places_of_its_claims(client: Client) -> None:
    snapshot = factories.snapshot()
    for quote in (factories.QUOTE, "tiga kali lipat"):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot, quote=quote)
        factories.published(claim)
    answer = client.get(f"/api/v1/articles/{snapshot.article.slug}/").json()
    assert answer["text"] == snapshot.text
    for claim in answer["claims"]:
        quote, place = claim["selector"]
        assert answer["text"][place["start"] : place["end"]] == quote["exact"]
    assert [claim["selector"][0]["exact"] for claim in answer["claims"]] == [factories.QUOTE, "tiga kali lipat"]


def test_articles_are_listed_once_with_the_number_of_claims(client: Client) -> None:
    snapshot = factories.snapshot()
    for _ in range(2):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot)
        factories.published(claim)
    [article] = client.get("/api/v1/articles/").json()["results"]
    assert (article["slug"], article["claims"]) == (snapshot.article.slug, 2)


def test_the_newest_facts_of_an_article_count(client: Client) -> None:
    snapshot = factories.snapshot()
    for title in ("Old title", "New title"):
        type(snapshot.article).objects.update(title=title)
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot)
        factories.published(claim)
    assert client.get(f"/api/v1/articles/{snapshot.article.slug}/").json()["title"] == "New title"


def test_an_article_nobody_published_about_is_not_found(client: Client) -> None:
    article = factories.snapshot().article
    assert client.get(f"/api/v1/articles/{article.slug}/").status_code == 404


def test_a_source_has_the_claims_that_use_it_and_what_it_does_to_them(client: Client) -> None:
    source = factories.source()
    for stance in ("supports", "context"):
        claim = factories.checkable_claim()
        factories.evidence(claim, source=source, stance=stance)
        factories.published(claim)
    answer = client.get(f"/api/v1/sources/{source.slug}/").json()
    assert [claim["stance"] for claim in answer["claims"]] == ["context", "supports"]
    listed = {row["slug"]: row["claims"] for row in client.get("/api/v1/sources/").json()["results"]}
    assert listed[source.slug] == 2


def test_a_confidential_source_is_nowhere(client: Client) -> None:
    claim = factories.checkable_claim()
    source = factories.source(title="Hidden memo")
    factories.evidence(claim, source=source, confidential=True, public_reason=factories.text("Danger."))
    slug = factories.published(claim).slug
    assert client.get(f"/api/v1/sources/{source.slug}/").status_code == 404
    for address in ("sources/", f"claims/{slug}/", f"claims/{slug}/versions/1/", f"claims/?source={source.slug}"):
        assert "Hidden memo" not in client.get(f"/api/v1/{address}").content.decode()
    assert client.get(f"/api/v1/claims/?source={source.slug}").json()["results"] == []
