"""GET /api/v1/claims/"""

from typing import Any

import pytest
from django.test import Client

from claims.workflow import publish_unverified
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(client: Client) -> Any:
    def get(expected: int = 200, **parameters: object) -> Any:
        answer = client.get("/api/v1/claims/", parameters)
        assert answer.status_code == expected, answer.content
        return answer.json()

    return get


def slugs(answer: Any) -> list[str]:
    return [claim["slug"] for claim in answer["results"]]


def test_claims_come_newest_first(api: Any) -> None:
    first, second = factories.published(), factories.published()
    assert slugs(api()) == [second.slug, first.slug]
    assert slugs(api(ordering="published_at")) == [first.slug, second.slug]


def test_an_item_says_what_was_claimed_and_how_it_was_judged(api: Any) -> None:
    publication = factories.published(rating="half-true")
    [item] = api()["results"]
    assert item["statement"] == publication.document["statement"]
    assert (item["rating"]["slug"], item["rating"]["value"]) == ("half-true", 3)
    assert item["verification_status"] == "verified"
    assert item["links"]["self"] == f"http://testserver/api/v1/claims/{publication.slug}/"
    assert item["links"]["page"] == f"http://testserver/claims/{publication.slug}/"


def test_drafts_are_not_listed(api: Any) -> None:
    factories.approved(author=factories.user(), approver=factories.user("editor"))
    assert api()["results"] == []


def test_filters_by_rating_take_several_values(api: Any) -> None:
    half = factories.published(rating="half-true").slug
    false = factories.published(rating="false").slug
    factories.published(rating="true")
    assert slugs(api(rating="false")) == [false]
    assert slugs(api(rating="false,half-true")) == [false, half]
    assert slugs(api(normalized="mixture")) == [half]


def test_filters_by_status(api: Any) -> None:
    unverified = publish_unverified(factories.checkable_claim(), by=factories.user("editor")).slug
    verified = factories.published().slug
    assert slugs(api(status="unverified")) == [unverified]
    assert slugs(api(status="verified")) == [verified]


def test_filters_by_topic_claimant_parent_article_and_source(api: Any) -> None:
    topic, claimant = factories.topic(), factories.entity(kind="person")
    parent = factories.published().claim
    claim = factories.checkable_claim(claimant=claimant, parent=parent)
    claim.topics.add(topic)
    slug = factories.published(claim).slug
    article = claim.appearances.get().snapshot.article.slug
    source = claim.evidence.first().source.slug
    wanted = {"topic": topic.slug, "claimant": claimant.slug, "parent": parent.slug, "article": article}
    for name, value in {**wanted, "source": source}.items():
        assert slugs(api(**{name: value})) == [slug], name
        assert slugs(api(**{name: "nothing-like-it"})) == []


def test_filters_combine(api: Any) -> None:
    topic = factories.topic()
    for rating in ("true", "false"):
        claim = factories.checkable_claim()
        claim.topics.add(topic)
        last = factories.published(claim, rating=rating).slug
    assert slugs(api(topic=topic.slug, rating="false", q="Rice")) == [last]


def test_search_reads_both_languages_and_puts_the_best_match_first(api: Any) -> None:
    wanted = factories.published(
        factories.checkable_claim(
            statement={"en": "Bananas are radioactive.", "id": "Pisang mengandung radioaktif."}
        )
    ).slug
    mention = factories.published(
        factories.checkable_claim(statement=factories.text("Potatoes glow.")),
        reasoning=factories.text("Unlike bananas, which are a little radioactive."),
    ).slug
    assert slugs(api(q="bananas radioactive")) == [wanted, mention]
    assert slugs(api(q="pisang")) == [wanted]
    assert slugs(api(q="bananas -potatoes")) == [wanted]


def test_search_falls_back_to_any_of_the_words(api: Any) -> None:
    slug = factories.published(factories.checkable_claim(statement=factories.text("Bananas are blue."))).slug
    assert slugs(api(q="bananas in the moonlight of Saturn")) == [slug]


def test_a_page_by_cursor_is_stable_while_claims_are_published(api: Any, client: Client) -> None:
    published = [factories.published().slug for _ in range(5)]
    first = api(page_size=2)
    factories.published()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert slugs(first) + slugs(second) + slugs(third) == published[::-1]
    assert third["next"] is None
    assert slugs(client.get(second["previous"]).json()) == slugs(first)


def test_a_search_pages_through_every_match_once(api: Any, client: Client) -> None:
    wanted = {factories.published().slug for _ in range(5)}
    found: list[str] = []
    answer = api(q="rice dearer", page_size=2)
    while True:
        found += slugs(answer)
        if answer["next"] is None:
            break
        answer = client.get(answer["next"]).json()
    assert sorted(found) == sorted(wanted)


def test_links_are_in_the_header_too(client: Client) -> None:
    for _ in range(2):
        factories.published()
    answer = client.get("/api/v1/claims/?page_size=1")
    assert f'<{answer.json()["next"]}>; rel="next"' in answer["Link"]


@pytest.mark.parametrize(
    ("parameters", "attribute", "words"),
    [
        ({"nope": "1"}, "nope", "Allowed here: article, claimant, cursor"),
        ({"rating": "pants-on-fire"}, "rating", "Allowed: true, mostly-true, half-true"),
        ({"rating": "true,pants"}, "rating", "“pants”"),
        ({"status": "x"}, "status", "Allowed: unverified, in_progress, verified, retracted"),
        ({"normalized": "x"}, "normalized", "Allowed: true, false, mixture"),
        ({"ordering": "random"}, "ordering", "Allowed: -published_at"),
        ({"page_size": "0"}, "page_size", "1 to 100"),
        ({"page_size": "101"}, "page_size", "1 to 100"),
        ({"page_size": "ten"}, "page_size", "1 to 100"),
        ({"page_size": "9" * 500}, "page_size", "1 to 100"),
        ({"cursor": "abc"}, "cursor", "not one that the API gave"),
        ({"cursor": "cD1hYmM="}, "cursor", "does not belong"),
        ({"q": "x" * 301}, "q", "300"),
        ({"q": "x" * 10_000}, "q", "300"),
        ({"q": "\x00"}, "q", "Null characters"),
        ({"topic": "\x00"}, "topic", "Null characters"),
        ({"topic": ",".join(["x"] * 21)}, "topic", "At most 20"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    api: Any, parameters: dict[str, str], attribute: str, words: str
) -> None:
    answer = api(expected=400, **parameters)
    assert answer["type"] == "validation_error"
    [error] = answer["errors"]
    assert error["attr"] == attribute
    assert words in error["detail"]


@pytest.mark.parametrize("query", ["'", '"', "a & b | !c", ":*", "<->", "(", "\\", "%", "🙂", "the of and", "سلام", "-"])
def test_no_search_is_a_server_error(api: Any, query: str) -> None:
    factories.published()
    assert isinstance(api(q=query)["results"], list)


def test_the_list_asks_the_database_at_most_four_times(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        factories.published()
    with django_assert_max_num_queries(4):
        client.get("/api/v1/claims/?q=rice&rating=half-true")
    with django_assert_max_num_queries(1):
        client.get("/api/v1/claims/")


def test_nothing_can_be_written(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method("/api/v1/claims/", {}, content_type="application/json")
        assert answer.status_code == 405
        assert answer.json()["errors"][0]["code"] == "method_not_allowed"
