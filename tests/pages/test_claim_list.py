import re

import pytest
from django.test import Client
from django.utils.translation import override

from claims.templatetags.public import grouped
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


def test_the_page_past_the_end_leads_back_to_the_last_one(client: Client) -> None:
    for _ in range(21):
        factories.published(rating="false")
    page = client.get("/en/claims/?rating=false&page=9").content.decode()
    assert "The list has 2 pages." in page
    assert 'href="/en/claims/?rating=false&amp;page=2"' in page


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
        ("?rating=true&rating=false", "“rating” is given more than once."),
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


def test_the_form_keeps_every_filter_that_is_on(client: Client) -> None:
    page = client.get("/en/claims/?source=a&claimant=b&rating=true,mostly-false&topic=nowhere").content.decode()
    form = page[page.index("<form") : page.index("</form>")]
    for kept in (
        '<input type="hidden" name="source" value="a">',
        '<input type="hidden" name="claimant" value="b">',
        '<option value="true,mostly-false" selected>True, Mostly false</option>',
        '<option value="nowhere" selected>nowhere</option>',
    ):
        assert kept in form


def test_another_language_keeps_the_search(client: Client) -> None:
    page = client.get("/en/claims/?q=fish&rating=false").content.decode()
    assert 'href="/id/claims/?q=fish&amp;rating=false" hreflang="id"' in page


def test_a_search_says_when_no_claim_has_all_the_words(client: Client) -> None:
    factories.published(factories.checkable_claim(statement=factories.text("Fish can fly.")))
    words = "No claim has all of these words."
    assert words in client.get("/en/claims/?q=fish+zebra").content.decode()
    assert words not in client.get("/en/claims/?q=fish+fly").content.decode()


def test_large_numbers_are_written_as_the_reader_writes_them() -> None:
    with override("id"):
        assert grouped(12345) == "12.345"
    with override("en"):
        assert grouped(12345) == "12,345"


@pytest.mark.parametrize("address", ["articles/", "sources/"])
def test_other_lists_refuse_what_they_do_not_know(client: Client, address: str) -> None:
    answer = client.get(f"/en/{address}?nope=1")
    assert answer.status_code == 400
    assert "Unknown parameter “nope”. Allowed: page." in answer.content.decode()
    assert client.get(f"/en/{address}?utm_source=x").status_code == 200
    assert client.get(f"/en/{address}?page=7").status_code == 404


def test_tracking_that_others_add_to_a_shared_link_is_ignored(client: Client) -> None:
    factories.published()
    assert len(listed(client, "?utm_source=x&fbclid=y")) == 1
