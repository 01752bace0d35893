import re

import pytest
from django.test import Client

from claims.workflow import publish_unverified
from tests import factories

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str = "", language: str = "en") -> list[str]:
    answer = client.get(f"/{language}/claims/{query}")
    assert answer.status_code == 200
    return re.findall(rf'card-title"><a href="/{language}/claims/([^/]+)/"', answer.content.decode())


def test_filters_and_search_narrow_the_list(client: Client) -> None:
    topic = factories.topic()
    claim = factories.checkable_claim(statement=factories.text("Fish can fly.", "Ikan bisa terbang."))
    claim.topics.add(topic)
    wanted = factories.published(claim, rating="false").slug
    other = factories.published(rating="true").slug
    unverified = publish_unverified(factories.checkable_claim(), by=factories.user("editor")).slug
    article = claim.appearances.get().snapshot.article.slug
    assert set(listed(client)) == {wanted, other, unverified}
    for query in ("?rating=false", f"?topic={topic.slug}", "?q=fish", "?q=ikan", f"?article={article}"):
        assert listed(client, query) == [wanted], query
    assert listed(client, "?status=unverified") == [unverified]
    assert listed(client, f"?topic={topic.slug}&rating=true") == []


def test_each_active_filter_can_be_taken_away(client: Client) -> None:
    factories.published(rating="false")
    page = client.get("/en/claims/?q=rice&rating=false").content.decode()
    assert '<a href="?rating=false">' in page
    assert '<a href="?q=rice">' in page
    assert '<option value="false" selected>False</option>' in page
    assert 'value="rice"' in page


def test_an_empty_result_helps_on(client: Client) -> None:
    factories.published()
    page = client.get("/en/claims/?q=zzz").content.decode()
    assert "Nothing found" in page
    assert "Show all claims" in page


def test_a_long_list_has_pages_that_keep_the_filters(client: Client) -> None:
    for _ in range(21):
        factories.published(rating="false")
    page = client.get("/en/claims/?rating=false").content.decode()
    assert 'rel="next" href="?rating=false&amp;page=2"' in page
    assert len(listed(client, "?rating=false&page=2")) == 1


@pytest.mark.parametrize("page", ["2", "0", "-1", "abc", "99999999999999999999", "1.5", "\x00"])
def test_a_page_that_does_not_exist_is_a_friendly_404(client: Client, page: str) -> None:
    factories.published()
    answer = client.get("/id/claims/", {"page": page})
    assert answer.status_code == 404
    assert "Daftar ini terdiri atas 1 halaman." in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?nope=1", "Unknown parameter “nope”. Allowed: q, status, rating"),
        ("?rating=pants", "Unknown value “pants”. Allowed: true, mostly-true"),
        ("?status=x", "Unknown value “x”. Allowed: unverified"),
        ("?q=" + "x" * 301, "300"),
        ("?q=%00", "Null characters"),
        ("?<script>=1", "Unknown parameter “&lt;script&gt;”"),
    ],
)
def test_what_is_not_understood_is_a_400_that_names_it(client: Client, query: str, words: str) -> None:
    answer = client.get(f"/en/claims/{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_refused_form_comes_back_with_what_was_typed(client: Client) -> None:
    page = client.get("/en/claims/?q=fish&rating=pants").content.decode()
    assert 'value="fish"' in page


def test_tracking_that_others_add_to_a_shared_link_is_ignored(client: Client) -> None:
    factories.published()
    assert len(listed(client, "?utm_source=x&fbclid=y")) == 1
