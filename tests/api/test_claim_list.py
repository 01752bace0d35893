"""GET /api/v1/claims/"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import TypeAdapter

from claims.api import shapes
from claims.api.claim_list import ORDERINGS
from claims.api.presentation import LOCALIZED_FIELDS
from claims.record import utc_timestamp
from claims.workflow import merge, publish, publish_unverified, retract
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


def test_retracted_claims_come_only_when_asked_for_and_merged_ones_never(api: Any) -> None:
    editor = factories.user("editor")
    gone, merged, stays = (factories.published().claim for _ in range(3))
    retract(gone, note=factories.text("It was wrong."), by=editor)
    merge(merged, into=stays, by=editor)
    assert slugs(api()) == slugs(api(q="rice")) == [stays.slug]
    assert slugs(api(status="retracted")) == [gone.slug]
    assert slugs(api(status="retracted,verified")) == [stays.slug, gone.slug]


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


def test_filters_about_evidence_mean_one_item_of_it(api: Any) -> None:
    publisher = factories.entity(domain="statistics.example")
    memo, report = factories.source(publisher=publisher), factories.source()
    claim = factories.checkable_claim()
    factories.evidence(claim, source=memo, stance="context")
    factories.evidence(claim, source=report, stance="refutes")
    slug = factories.published(claim).slug
    assert slugs(api(source=memo.slug, stance="context")) == [slug]
    assert slugs(api(source=memo.slug, stance="refutes")) == []
    assert slugs(api(source=f"{memo.slug},{report.slug}", stance="refutes")) == [slug]
    assert slugs(api(source_domain="statistics.example")) == [slug]
    assert slugs(api(source_domain="statistics.example", stance="supports")) == []


def test_filters_by_publisher_and_language_of_an_article(api: Any) -> None:
    publisher = factories.entity(domain="daily.example")
    english = factories.article(publisher=publisher, language="en")
    claim = factories.checkable_claim(appearances=False)
    factories.appearance(claim, factories.snapshot(article=english))
    factories.appearance(claim)
    slug = factories.published(claim).slug
    factories.published()
    assert slugs(api(publisher=publisher.slug)) == slugs(api(language="en")) == [slug]
    assert slugs(api(publisher=publisher.slug, language="id")) == []
    assert len(slugs(api(language="id"))) == 2


def test_filters_by_parts(api: Any) -> None:
    whole = factories.published().claim
    part = factories.published(factories.checkable_claim(parent=whole)).slug
    assert slugs(api(has_parent="true")) == [part]
    assert slugs(api(has_parent="false")) == [whole.slug]


def test_filters_by_day_take_the_first_day_and_leave_out_the_last(api: Any) -> None:
    slug = factories.published(factories.checkable_claim(claimed_on=date(2025, 1, 31))).slug
    undated = factories.published().slug
    assert slugs(api(claimed_after="2025-01-31", claimed_before="2025-02-01")) == [slug]
    assert slugs(api(claimed_before="2025-01-31")) == slugs(api(claimed_after="2025-02-01")) == []
    assert slugs(api(ordering="claimed_on")) == slugs(api(ordering="-claimed_on")) == [slug, undated]


def test_filters_by_moment_of_publication(api: Any) -> None:
    first = factories.published()
    moment = utc_timestamp(first.published_at)
    assert slugs(api(published_after=moment)) == [first.slug]
    assert slugs(api(published_before=moment)) == []
    assert slugs(api(published_after="2020-01-01", published_before="9999-12-31")) == [first.slug]
    alice, bob = factories.user(), factories.user("editor")
    again = publish(factories.approved(first.claim, author=alice, approver=bob), by=bob)
    assert slugs(api(updated_since=utc_timestamp(again.published_at), published_before=moment)) == []
    assert slugs(api(updated_since=utc_timestamp(again.published_at))) == [first.slug]


def test_filters_by_what_is_due_for_review(api: Any) -> None:
    today = timezone.now().date()
    due = factories.published(review_due=today).slug
    later = factories.published(review_due=today + timedelta(days=2)).slug
    never = factories.published().slug
    assert slugs(api(due_for_review="true")) == [due]
    assert slugs(api(due_for_review="false")) == [never, later]


def test_a_search_says_where_its_words_are(api: Any) -> None:
    statement = {"en": "Bananas are <b>radioactive</b>.", "id": "Pisang mengandung radioaktif."}
    factories.published(factories.checkable_claim(statement=statement), summary=factories.text("A banana glows."))
    [item] = api(q="banana")["results"]
    found = {(one["field"], one["language"]): one for one in item["highlights"]}
    assert found["statement", "en"]["text"] == statement["en"]
    assert found["statement", "en"]["marks"] == [[0, 7]]
    summary = found["summary", "en"]
    assert [summary["text"][start:end] for start, end in summary["marks"]] == ["banana"]
    assert ("statement", "id") not in found
    assert "highlights" not in api()["results"][0]


def test_private_signs_in_a_statement_do_not_disturb_the_places(api: Any) -> None:
    factories.published(factories.checkable_claim(statement=factories.text("Ripe\ue000 bananas\ue001 glow.")))
    [item] = api(q="bananas")["results"]
    text, [[start, end]] = item["highlights"][0]["text"], item["highlights"][0]["marks"]
    assert text[start:end] == "bananas"


def test_only_the_wanted_fields_come(api: Any) -> None:
    factories.published()
    [item] = api(fields="rating,slug")["results"]
    assert list(item) == ["slug", "rating"]


def test_texts_come_in_one_language_with_another_to_fall_back_on(client: Client) -> None:
    claim = factories.checkable_claim(timeframe={"en": "In 2024"})
    slug = factories.published(claim, rating="false").slug
    answer = client.get("/api/v1/claims/?lang=id-ID")
    [item] = answer.json()["results"]
    assert item["statement"] == claim.statement["id"]
    assert item["rating"]["label"] == "Salah"
    assert answer["Content-Language"] == "id"
    whole = client.get(f"/api/v1/claims/{slug}/?lang=id,en&fields=timeframe,evidence").json()
    assert whole["timeframe"] == "In 2024"
    assert whole["evidence"][0]["note"] == "It says so. (id)"
    assert list(whole) == ["timeframe", "evidence"]


def test_every_text_of_an_answer_is_known_to_be_one() -> None:
    def names(schema: Any) -> set[str]:
        inner = schema.get("$defs", {}).values()
        return {
            name
            for shape in [schema, *inner]
            for name, field in shape.get("properties", {}).items()
            if field.get("additionalProperties") == {"type": "string"}
        }

    shapes_with_texts = (shapes.Claim, shapes.ClaimSummary, shapes.NumberedEvidence, shapes.NumberedAppearance)
    found = {name for shape in shapes_with_texts for name in names(TypeAdapter(shape).json_schema())}
    assert found == LOCALIZED_FIELDS


def test_the_number_of_claims_is_told_when_asked(api: Any) -> None:
    for _ in range(3):
        factories.published()
    assert "count" not in api()
    assert api(count="true", page_size=1, q="rice")["count"] == 3


def test_a_cursor_of_other_filters_is_refused(api: Any, client: Client) -> None:
    for _ in range(3):
        factories.published()
    following = api(page_size=1, rating="half-true")["next"]
    refused = client.get(following.replace("half-true", "true"))
    assert refused.status_code == 400
    assert "does not belong" in refused.json()["errors"][0]["detail"]
    assert client.get(following + "&lang=id").status_code == 200


@pytest.mark.parametrize("ordering", list(ORDERINGS))
def test_every_order_pages_there_and_back(api: Any, client: Client, ordering: str) -> None:
    for day in (2, None, 2, 1, None):
        claimed_on = date(2025, 1, day) if day else None
        factories.published(factories.checkable_claim(claimed_on=claimed_on))
    whole = slugs(api(ordering=ordering))
    pages = [api(ordering=ordering, page_size=2)]
    while following := pages[-1]["next"]:
        pages.append(client.get(following).json())
    assert [slug for page in pages for slug in slugs(page)] == whole
    back = client.get(client.get(pages[-1]["previous"]).json()["previous"]).json()
    assert (slugs(back), back["previous"]) == (whole[:2], None)


def test_filters_combine(api: Any) -> None:
    topic = factories.topic()
    for rating in ("true", "false"):
        claim = factories.checkable_claim()
        claim.topics.add(topic)
        last = factories.published(claim, rating=rating).slug
    assert slugs(api(topic=topic.slug, rating="false", q="Rice")) == [last]


def test_search_reads_both_languages_and_puts_the_best_match_first(api: Any) -> None:
    wanted = factories.published(
        factories.checkable_claim(statement={"en": "Bananas are radioactive.", "id": "Pisang mengandung radioaktif."})
    ).slug
    mention = factories.published(
        factories.checkable_claim(statement=factories.text("Potatoes glow.")),
        reasoning=factories.text("Unlike bananas, which are a little radioactive."),
    ).slug
    assert slugs(api(q="bananas radioactive")) == [wanted, mention]
    assert slugs(api(q="pisang")) == [wanted]
    assert slugs(api(q="bananas -potatoes")) == [wanted]


@pytest.mark.parametrize(
    ("query", "every_word", "also"),
    [
        ("smuggled chips", True, []),
        ("smugled chips", True, ["smuggled"]),
        ("chips bananas", False, []),
        ("bananas", False, []),
    ],
)
@pytest.mark.parametrize("fields", [{}, {"fields": "slug"}])
def test_a_search_tells_which_words_it_took_for_the_ones_that_nobody_has(
    api: Any, query: str, every_word: bool, also: list[str], fields: dict[str, str]
) -> None:
    factories.published(factories.checkable_claim(statement=factories.text("Chips were smuggled through Malaysia.")))
    assert api(q=query, **fields)["search"] == {"has_every_word": every_word, "also_searched": also}


def test_a_list_without_a_search_tells_nothing_of_words(api: Any) -> None:
    factories.published()
    assert "search" not in api()


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
        ({"nope": "1"}, "nope", "Allowed here: article, claimant, claimed_after"),
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
        ({"cursor": "cD1hYmM="}, "cursor", "not one that the API gave"),
        ({"cursor": "x" * 5_000}, "cursor", "not one that the API gave"),
        ({"cursor": "W" * 999}, "cursor", "not one that the API gave"),
        ({"stance": "x"}, "stance", "Allowed: supports, refutes, context"),
        ({"has_parent": "1"}, "has_parent", "“true” or “false”"),
        ({"due_for_review": "yes"}, "due_for_review", "“true” or “false”"),
        ({"published_after": "yesterday"}, "published_after", "2025-01-31"),
        ({"published_before": "0000-01-01"}, "published_before", "2025-01-31"),
        ({"updated_since": "99999-01-01"}, "updated_since", "2025-01-31"),
        ({"updated_since": "0001-01-01T00:00:00+14:00"}, "updated_since", "2025-01-31"),
        ({"claimed_after": "2025-02-30"}, "claimed_after", "2025-01-31"),
        ({"claimed_before": "2025-1-1"}, "claimed_before", "2025-01-31"),
        ({"count": "1"}, "count", "“true” or “false”"),
        ({"fields": "slug,secret"}, "fields", "Allowed: slug, statement"),
        ({"lang": "tlh"}, "lang", "Allowed: id, en"),
        ({"lang": "id,en,id"}, "lang", "At most 2"),
        ({"ordering": "relevance"}, "ordering", "relevance (with q)"),
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
    assert (answer["type"], answer["status"], answer["title"]) == ("about:blank", 400, "Bad Request")
    [error] = answer["errors"]
    assert error["attr"] == attribute
    assert words in error["detail"]


@pytest.mark.parametrize(
    "query", ["'", '"', "a & b | !c", ":*", "<->", "(", "\\", "%", "🙂", "the of and", "سلام", "-"]
)
def test_no_search_is_a_server_error(api: Any, query: str) -> None:
    factories.published()
    assert isinstance(api(q=query)["results"], list)


def test_the_list_asks_the_database_at_most_twice(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        factories.published()
    client.get("/api/v1/claims/?rating=half-true")  # the scale is known from here on
    with django_assert_max_num_queries(2):
        client.get("/api/v1/claims/?q=rice&rating=half-true&stance=supports&has_parent=false&lang=id")
    for search in ("pirce", "rice zebra", "pirce zebra xylophone", "rice or zebra", "-rice zebra", "+"):
        with django_assert_max_num_queries(2):
            client.get("/api/v1/claims/", {"q": search})
    with django_assert_max_num_queries(1):
        client.get("/api/v1/claims/")


def test_nothing_can_be_written(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method("/api/v1/claims/", {}, content_type="application/json")
        assert answer.status_code == 405
        assert answer.json()["errors"][0]["code"] == "method_not_allowed"
