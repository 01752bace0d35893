"""Matching a text, a known article or statements against what was published."""

import json
import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.api.matching import LARGEST_BODY
from claims.search.text_matching import LONGEST_STATEMENT, LONGEST_TEXT_BYTES, MOST_SENTENCES, MOST_STATEMENTS
from tests import factories
from tests.slow_database import too_slow_to_read
from tests.versions import retracted

pytestmark = pytest.mark.django_db

MATCH = "/api/v1/match/"
PROBLEM = "application/problem+json"
LINES = "application/x-ndjson"
FISH = "Fish can fly over the whole ocean."
RAIN = "Rain fell on Jakarta for forty days."


def ask(client: Client, **question: Any) -> Any:
    return client.post(MATCH, question, content_type="application/json")


def published(statement: str = FISH) -> str:
    claim = factories.checkable_claim(statement=factories.text(statement), appearances=False)
    return factories.published(claim, rating="false").slug


def faults(answer: Any) -> dict[str | None, str]:
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    return {error["attr"]: error["code"] for error in answer.json()["errors"]}


def test_each_sentence_comes_with_its_place_its_worth_and_its_matches(client: Client) -> None:
    slug = published()
    text = f"😀 Good morning!\n{FISH}"
    answer = ask(client, text=text, language="en").json()
    assert (answer["language"], answer["lexical_only"], answer["article"]) == ("en", True, None)
    assert (answer["sentences_total"], answer["sentences_matched"]) == (2, 2)
    greeting, fish = answer["sentences"]
    assert [text[each["start"] : each["end"]] for each in (greeting, fish)] == ["😀 Good morning!", FISH]
    assert (greeting["check_worthiness"]["worth_checking"], greeting["matches"]) == (False, [])
    assert {"name": "greeting", "points": -40, "words": ["Good morning"]} in greeting["check_worthiness"]["features"]
    [found] = fish["matches"]
    assert found["claim"]["slug"] == slug
    assert found["claim"]["statement"]["en"] == FISH
    assert found["claim"]["rating"]["slug"] == "false"
    assert client.get(found["claim"]["links"]["self"]).json()["slug"] == slug
    assert (found["band"], found["field"], found["language"]) == ("same_claim", "statement", "en")
    assert found["by"]
    assert {"code", "speaks_against", "values"} == found["reasons"][0].keys()


def test_statements_are_answered_in_their_order(client: Client) -> None:
    fish, rain = published(FISH), published(RAIN)
    answer = ask(client, statements=[RAIN, "", FISH], most=1).json()
    assert [[found["claim"]["slug"] for found in each["matches"]] for each in answer["sentences"]] == [
        [rain],
        [],
        [fish],
    ]


def test_the_number_of_matches_can_be_chosen(client: Client) -> None:
    for number in range(7):
        published(f"{FISH[:-1]} number {number}.")
    assert [len(ask(client, statements=[FISH], most=most).json()["sentences"][0]["matches"]) for most in (1, 7)] == [
        1,
        7,
    ]
    assert len(ask(client, statements=[FISH]).json()["sentences"][0]["matches"]) == 5


def test_a_known_article_is_matched_by_its_address_alone(client: Client) -> None:
    row = factories.checkable_claim(statement=factories.text(factories.QUOTE, factories.QUOTE))
    slug = factories.published(row, rating="false").slug
    article = row.appearances.get().snapshot.article
    answer = ask(client, article=f"{article.url}?utm_source=x#top").json()
    assert answer["article"]["slug"] == article.slug
    assert client.get(answer["article"]["api_url"]).json()["text"] == factories.ARTICLE_TEXT
    assert answer["language"] == "id"
    [quoted] = [each for each in answer["sentences"] if each["text"] == factories.QUOTE]
    assert quoted["matches"][0]["claim"]["slug"] == slug


def test_addresses_in_a_text_lead_to_the_claims_that_the_record_has_for_them(client: Client) -> None:
    row = factories.checkable_claim()
    source = factories.evidence(row, stance="refutes").source
    slug = factories.published(row, rating="half-true").slug
    article = row.appearances.get().snapshot.article
    text = f"See {source.url}, {article.url} and https://elsewhere.example/."
    of_source, of_article = ask(client, text=text).json()["addresses"]
    assert text[of_source["start"] : of_source["end"]] == of_source["url"] == source.url
    assert (of_source["kind"], of_source["slug"], of_source["claims_total"]) == ("source", source.slug, 1)
    assert [(each["claim"]["slug"], each["stance"]) for each in of_source["claims"]] == [(slug, "refutes")]
    assert (of_article["kind"], of_article["claims"][0]["stance"]) == ("article", None)
    assert client.get(of_article["api_url"]).json()["slug"] == article.slug


def test_an_address_that_is_no_known_article_is_not_found(client: Client) -> None:
    row = factories.checkable_claim()
    url = factories.evidence(row, stance="refutes").source.url
    factories.published(row, rating="half-true")
    for address, words in (("https://elsewhere.example/", "No published claim"), (url, "known as a source")):
        answer = ask(client, article=address)
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
        assert words in answer.json()["detail"]


def test_a_retracted_claim_is_no_match(client: Client) -> None:
    row = factories.checkable_claim(statement=factories.text(FISH))
    factories.published(row)
    retracted(row)
    assert ask(client, text=FISH).json()["sentences"][0]["matches"] == []


def test_a_long_text_can_be_read_line_by_line(client: Client) -> None:
    published()
    whole = ask(client, text=f"{RAIN}\n{FISH}").json()
    streamed = client.post(
        MATCH, {"text": f"{RAIN}\n{FISH}"}, content_type="application/json", headers={"accept": LINES}
    )
    assert (streamed.streaming, streamed["Content-Type"]) == (True, LINES)
    start, *sentences, end = map(json.loads, b"".join(streamed.streaming_content).splitlines())
    assert {**start, "sentences": sentences} == whole
    assert end == {"sentences": 2, "complete": True, "errors": []}


def test_what_takes_longer_than_a_query_may_is_refused_as_too_heavy(client: Client) -> None:
    with too_slow_to_read("claims_publishedlanguage"):
        refused = ask(client, statements=[FISH])
    assert faults(refused) == {"statements": "too_heavy"}
    assert "Send fewer or shorter sentences" in refused.json()["detail"]


def test_a_stream_that_takes_too_long_says_so_in_its_last_line(client: Client) -> None:
    with too_slow_to_read("claims_publishedlanguage"):
        streamed = client.post(MATCH, {"text": FISH}, content_type="application/json", headers={"accept": LINES})
        *_start, end = map(json.loads, b"".join(streamed.streaming_content).splitlines())
    assert (end["sentences"], end["complete"]) == (0, False)
    assert [(error["code"], error["attr"]) for error in end["errors"]] == [("too_heavy", "text")]


def test_a_stream_is_made_while_it_is_read(client: Client) -> None:
    published()
    text = "\n".join(f"{FISH[:-1]} number {number}." for number in range(100))
    answer = client.post(MATCH, {"text": text}, content_type="application/json", headers={"accept": LINES})
    with CaptureQueriesContext(connection) as early:
        lines = iter(answer.streaming_content)
        next(lines)
        next(lines)
    with CaptureQueriesContext(connection) as late:
        rest = list(lines)
    assert len(rest) == 100
    assert len(early) < len(late) / 3


def test_refusals_of_a_stream_are_problems(client: Client) -> None:
    answer = client.post(MATCH, {}, content_type="application/json", headers={"accept": LINES})
    assert faults(answer) == {"text": "exactly_one"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({}, {"text": "exactly_one"}),
        ({"text": FISH, "statements": [FISH]}, {"text": "exactly_one"}),
        ({"text": FISH, "article": ""}, {"text": "exactly_one"}),
        ({"text": 1}, {"text": "invalid_type"}),
        ({"text": None}, {"text": "invalid_type"}),
        ({"text": ["a"]}, {"text": "invalid_type"}),
        ({"text": FISH, "nope": 1, "Text": ""}, {"nope": "unknown_parameter", "Text": "unknown_parameter"}),
        ({"text": FISH, "language": "fr"}, {"language": "invalid_choice"}),
        ({"text": FISH, "most": 0}, {"most": "out_of_range"}),
        ({"text": FISH, "most": 21}, {"most": "out_of_range"}),
        ({"text": FISH, "most": "5"}, {"most": "invalid_type"}),
        ({"text": FISH, "most": True}, {"most": "invalid_type"}),
        ({"text": "a" * (LONGEST_TEXT_BYTES + 1)}, {"text": "max_length"}),
        ({"text": "é" * (LONGEST_TEXT_BYTES // 2 + 1)}, {"text": "max_length"}),
        ({"text": "a\n" * (MOST_SENTENCES + 1)}, {"text": "too_many_sentences"}),
        ({"text": "It is so. " * 10_000}, {"text": "too_many_sentences"}),
        ({"text": "a\x00b"}, {None: "parse_error"}),
        ({"statements": []}, {"statements": "min_items"}),
        ({"statements": "a"}, {"statements": "invalid_type"}),
        ({"statements": [FISH, 1]}, {"statements.1": "invalid_type"}),
        ({"statements": [FISH, "a" * (LONGEST_STATEMENT + 1)]}, {"statements.1": "max_length"}),
        ({"statements": ["a"] * (MOST_STATEMENTS + 1)}, {"statements": "max_items"}),
        ({"statements": ["a"] * 100_000}, {"statements": "max_items"}),
        ({"article": "nothing"}, {"article": "invalid_address"}),
        ({"article": "javascript:alert(1)"}, {"article": "invalid_address"}),
        ({"article": ""}, {"article": "invalid_address"}),
        ({"article": "https://a.example/" + "a" * 2_000}, {"article": "max_length"}),
        ([FISH], {None: "invalid_type"}),
        (FISH, {None: "invalid_type"}),
        (None, {None: "invalid_type"}),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_name(
    client: Client, question: Any, expected: dict[str | None, str]
) -> None:
    answer = client.post(MATCH, json.dumps(question), content_type="application/json")
    found = faults(answer)
    assert {name if name != "non_field_errors" else None: code for name, code in found.items()} == expected


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 400),
        (b'{"text": "\xff"}', "application/json", 400),
        (b'{"text": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": "' + b"a" * LARGEST_BODY + b'"}', "application/json", 413),
        (b"text=a", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "text/xml", 415),
    ],
)
def test_a_body_that_is_no_question_is_refused(client: Client, body: bytes, content_type: str, status: int) -> None:
    answer = client.post(MATCH, body, content_type=content_type)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "a",
        "the of and yang di",
        "😀" * 1_000,
        "'; DROP TABLE claims_claim; -- \" %s %(a)s {}",
        "fish & | ! <-> :* (( '' \\ -fish or \"",
        "рыба fish 魚 سمك ikan can летать",
        "\u202eسمكة تطير\u202c فوق المحيط.",
        "a" * LONGEST_TEXT_BYTES,
        ("Fish can fly over the ocean. " * 4_000)[:55_000],
        "A1 " * 30_000,
        "“" * 30_000,
        "https://a.example/ " * 5_000,
        "-" * 1_000 + "fish",
    ],
)
def test_whatever_a_text_holds_it_is_answered(client: Client, text: str) -> None:
    published()
    answer = ask(client, text=text)
    assert answer.status_code == 200
    for sentence in answer.json()["sentences"]:
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]
    assert ask(client, statements=[text[:LONGEST_STATEMENT]]).status_code == 200


def test_a_text_without_words_finds_nothing(client: Client) -> None:
    published()
    for text in ("", "a", "😀😀", "?!", "\u202e"):
        assert [found for each in ask(client, text=text).json()["sentences"] for found in each["matches"]] == [], text


def test_each_matched_sentence_counts_as_one_request(client: Client, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 10
    assert ask(client, text=FISH)["RateLimit-Remaining"] == "9"
    assert ask(client, text="\n".join([FISH] * 6))["RateLimit-Remaining"] == "3"
    assert ask(client, text="\n".join([FISH] * 6))["RateLimit-Remaining"] == "0"
    assert ask(client, text=FISH).status_code == 429


def test_nothing_of_a_text_is_logged_or_stored(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    published()
    secret = "Unmistakable"
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        ask(client, text=f"{secret} fish can fly.")
        ask(client, text=secret, nope=secret)
    # What the test's own connection logs while DEBUG is on is the query, which is how a database is asked.
    told = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert [line for line in told if secret in line] == []
    writes = [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE"))]
    assert [sql for sql in writes if secret in sql] == []


def test_nothing_is_kept_by_caches_and_reading_methods_are_refused(client: Client) -> None:
    assert ask(client, text=FISH)["Cache-Control"] == "no-store"
    assert client.get(MATCH).status_code == 405
    assert client.put(MATCH).status_code == 405


def test_pages_of_other_sites_may_ask(client: Client) -> None:
    preflight = client.options(
        MATCH, headers={"origin": "https://other.example", "access-control-request-method": "POST"}
    )
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "POST, OPTIONS")
    assert "Content-Type" in preflight["Access-Control-Allow-Headers"]
    assert ask(client, text=FISH)["Access-Control-Allow-Origin"] == "*"


def test_an_unknown_parameter_of_the_address_is_refused(client: Client) -> None:
    answer = client.post(f"{MATCH}?lang=id", {"text": FISH}, content_type="application/json")
    assert faults(answer) == {"lang": "unknown_parameter"}
