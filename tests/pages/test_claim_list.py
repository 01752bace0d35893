import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

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
    assert '<input type="hidden" name="rating" value="false">' in page
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
        ("?q=" + "x" * 10_000, "300"),
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
        '<input type="hidden" name="rating" value="true,mostly-false">',
        '<input type="hidden" name="topic" value="nowhere">',
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


def facet(page: str, name: str) -> dict[str, int]:
    """What a facet offers, with its counts."""
    found = re.search(rf"<summary>{name}</summary>(.*?)</details>", page, re.DOTALL)
    assert found
    return {label: int(count) for label, count in re.findall(r"<bdi>(.*?)</bdi></a> <span[^>]*>(\d+)", found[1])}


def test_facets_count_what_choosing_them_would_find(client: Client) -> None:
    topic = factories.topic(name=factories.text("Food", "Pangan"))
    claim = factories.checkable_claim()
    claim.topics.add(topic)
    factories.published(claim, rating="false")
    factories.published(rating="false")
    factories.published(rating="true")
    page = client.get("/en/claims/").content.decode()
    assert facet(page, "Rating") == {"True": 1, "False": 2}
    assert facet(page, "Topic") == {"Food": 1}
    page = client.get(f"/en/claims/?rating=true&topic={topic.slug}").content.decode()
    # A facet does not narrow itself: the other ratings of this topic stay on offer.
    assert facet(page, "Rating") == {"True": 0, "False": 1}
    assert facet(page, "Topic") == {"Food": 0}
    assert "Nothing found" in page


def test_values_of_one_facet_add_up_and_can_be_taken_away_one_by_one(client: Client) -> None:
    true, false = factories.published(rating="true").slug, factories.published(rating="false").slug
    factories.published(rating="half-true")
    assert set(listed(client, "?rating=true,false")) == {true, false}
    page = client.get("/en/claims/?rating=true,false").content.decode()
    assert '<li><a href="?rating=false"><span class="chip-label">Rating:</span> <bdi>True</bdi>' in page
    assert '<li><a href="?rating=true"><span class="chip-label">Rating:</span> <bdi>False</bdi>' in page
    assert 'href="?rating=true%2Cfalse%2Chalf-true"' in page


def test_the_words_of_the_search_are_marked(client: Client) -> None:
    factories.published(factories.checkable_claim(statement=factories.text("Fish <b>can</b> fly.", "Ikan terbang.")))
    assert '<mark class="found">Fish</mark> &lt;b&gt;can' in client.get("/en/claims/?q=fish").content.decode()
    assert '<mark class="found">Ikan</mark>' in client.get("/id/claims/?q=ikan").content.decode()


def test_the_list_is_put_in_the_order_that_is_asked_for(client: Client) -> None:
    old = factories.published(factories.checkable_claim(claimed_on="2024-01-01")).slug
    new = factories.published(factories.checkable_claim(claimed_on="2025-01-01")).slug
    none = factories.published(factories.checkable_claim(claimed_on=None)).slug
    assert listed(client) == [none, new, old]
    assert listed(client, "?sort=claimed") == [new, old, none]
    assert listed(client, "?sort=claimed-first") == [old, new, none]
    assert client.get("/en/claims/?sort=price").status_code == 400


def test_no_list_asks_the_database_many_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    topic = factories.topic()
    claim = factories.checkable_claim()
    claim.topics.add(topic)
    factories.published(claim, rating="false")
    filtered = f"?q=rice&rating=false&topic={topic.slug}&sort=claimed&language=id"
    for address in ("", "?q=rice", "?q=rice+price", filtered, "?q=zzz"):
        cache.clear()
        with django_assert_max_num_queries(6):
            client.get(f"/en/claims/{address}")


def test_a_mistyped_word_is_searched_as_what_was_meant_and_the_page_says_so(client: Client) -> None:
    factories.published(factories.checkable_claim(statement=factories.text("Chips were smuggled through Malaysia.")))
    page = client.get("/en/claims/?q=chips+malaysai").content.decode()
    assert "Searched for <b>malaysia</b> as well." in page
    assert "Chips were smuggled" in page.replace('<mark class="found">', "").replace("</mark>", "")
    assert "as well." not in client.get("/en/claims/?q=chips+malaysia").content.decode()


def test_a_claim_in_two_articles_counts_once_for_each_of_their_publishers_and_languages(client: Client) -> None:
    claim = factories.checkable_claim()
    english = factories.article(language="en", title="Rice is dearer")
    snapshot = factories.snapshot(article=english)
    for quote in ("tiga kali lipat", "di Jakarta"):
        factories.appearance(claim, snapshot, quote)
    factories.published(claim)
    factories.published()
    page = client.get("/en/claims/").content.decode()
    assert facet(page, "Language") == {"English": 1, "Indonesian": 2}
    assert facet(page, "Article")["Rice is dearer"] == 1
    page = client.get("/en/claims/?language=en").content.decode()
    assert facet(page, "Language") == {"English": 1, "Indonesian": 2}
    assert facet(page, "Rating") == {"Half true": 1}
