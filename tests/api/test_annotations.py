"""GET /api/v1/articles/{slug}/annotations/"""

from typing import Any

import pytest
from django.test import Client

from claims.api import annotations
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot() -> Any:
    where = factories.snapshot()
    for quote in (factories.QUOTE, "tiga kali lipat", "kemarau panjang"):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, where, quote=quote)
        factories.published(claim, rating="false")
    return where


def test_the_collection_tells_how_many_there_are_and_has_its_first_page(client: Client, snapshot: Any) -> None:
    answer = client.get(f"/api/v1/articles/{snapshot.article.slug}/annotations/")
    assert answer["Content-Type"] == 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'
    collection = answer.json()
    assert (collection["type"], collection["total"]) == ("AnnotationCollection", 3)
    assert collection["first"]["type"] == "AnnotationPage"
    assert len(collection["first"]["items"]) == 3
    assert client.get(collection["last"]).json()["partOf"] == collection["id"]


def test_an_annotation_marks_the_quote_in_the_article_and_says_the_verdict(client: Client, snapshot: Any) -> None:
    collection = client.get(f"/api/v1/articles/{snapshot.article.slug}/annotations/?lang=id").json()
    annotation = collection["first"]["items"][0]
    quote, position = annotation["target"]["selector"]
    assert quote["exact"] == snapshot.text[position["start"] : position["end"]] == factories.QUOTE
    assert annotation["target"]["source"] == snapshot.article.url
    tag = annotation["body"][0]
    assert (tag["purpose"], tag["value"], tag["language"]) == ("tagging", "Salah", "id")
    text = client.get(annotation["target"]["state"]["cached"]).json()["text"]
    assert text == snapshot.text


def test_pages_lead_to_each_other(client: Client, snapshot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "PAGE_SIZE", 2)
    first = client.get(f"/api/v1/articles/{snapshot.article.slug}/annotations/?page=0").json()
    second = client.get(first["next"]).json()
    assert client.get(second["prev"]).json() == first
    assert (second["startIndex"], len(second["items"]), second.get("next")) == (2, 1, None)
    ids = [item["id"] for item in first["items"] + second["items"]]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(("address", "status"), [("none/annotations/", 404), ("none/annotations/?page=x", 400)])
def test_what_is_not_there_is_said(client: Client, address: str, status: int) -> None:
    assert client.get(f"/api/v1/articles/{address}").status_code == status


def test_there_is_no_page_after_the_last(client: Client, snapshot: Any) -> None:
    assert client.get(f"/api/v1/articles/{snapshot.article.slug}/annotations/?page=1").status_code == 404
