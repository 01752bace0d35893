"""A page is asked for again, and comes again only when the record has changed."""

import gzip
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Rating
from claims.pages import freshness
from claims.workflow import correct
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/en/claims/known/"
PAGES = [PAGE, "/en/", "/id/", "/en/claims/", "/en/articles/", "/en/ratings/", "/en/sources/", f"{PAGE}v/1/"]


@pytest.fixture(autouse=True)
def kept(settings: Any) -> Any:
    settings.RESPONSES_ARE_KEPT = True
    yield
    freshness.kept.forget()


@pytest.fixture
def known() -> Claim:
    return factories.published(factories.checkable_claim(slug="known")).claim


def corrected(claim: Claim) -> None:
    editor = factories.user("editor")
    row = factories.approved(claim, author=factories.user("researcher"), approver=editor, rating="true")
    correct(row, by=editor, correction_type="rating-changed", note=factories.text("We looked again."))


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_who_has_the_page_gets_304_for_one_query(
    client: Client, known: Claim, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(address)
    assert first.status_code == 200
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "must-revalidate" in again["Cache-Control"]


@pytest.mark.parametrize("address", PAGES[:4])
def test_after_a_correction_the_page_comes_anew(client: Client, known: Claim, address: str) -> None:
    first = client.get(address)
    corrected(known)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert again.content != first.content


def test_a_page_that_was_made_is_not_made_again(
    client: Client, known: Claim, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(PAGE)
    with django_assert_num_queries(1):
        again = client.get(PAGE)
    assert again.content == first.content
    first.headers["X-Request-ID"] = again.headers["X-Request-ID"]
    assert again.headers == first.headers


def test_a_page_is_sent_compressed_to_who_can_read_that(client: Client, known: Claim) -> None:
    plain, small = client.get(PAGE), client.get(PAGE, headers={"accept-encoding": "gzip, br"})
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    again = client.get(PAGE, headers={"accept-encoding": "gzip", "If-None-Match": small["ETag"]})
    assert again.status_code == 304
    for answer in (plain, small, again):
        assert "Accept-Encoding" in answer["Vary"]


def test_languages_addresses_and_hosts_have_pages_of_their_own(client: Client, known: Claim) -> None:
    tags = {
        client.get("/en/claims/known/")["ETag"],
        client.get("/id/claims/known/")["ETag"],
        client.get("/en/claims/?q=rice")["ETag"],
        client.get("/en/claims/known/", headers={"host": "localhost"})["ETag"],
    }
    assert len(tags) == 4


def test_a_page_from_memory_keeps_its_headers(client: Client, known: Claim) -> None:
    first, again = client.get(f"{PAGE}v/1/"), client.get(f"{PAGE}v/1/")
    assert first["Link"] == again["Link"]
    assert first["Memento-Datetime"] == again["Memento-Datetime"]


def test_a_new_name_of_a_rating_shows_at_once(client: Client, known: Claim) -> None:
    first = client.get("/en/ratings/")
    rating = Rating.objects.get(slug="half-true")
    rating.label = factories.text("Partly so")
    rating.save()
    again = client.get("/en/ratings/", headers={"If-None-Match": first["ETag"]})
    assert "Partly so" in again.content.decode()


@pytest.mark.parametrize("address", ["/en/claims/unknown/", "/en/claims/?nope=1", "/en/nowhere/"])
def test_what_is_not_there_is_not_kept(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert "ETag" not in answer
    assert len(freshness.kept) == 0
