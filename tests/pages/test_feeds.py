"""Feeds, as readers' programs read them."""

import json
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.versions import corrected, retracted

pytestmark = pytest.mark.django_db
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    cache.clear()


def entries(content: bytes) -> list[ET.Element]:
    return ET.fromstring(content).findall("atom:entry", ATOM)  # noqa: S314 - our own feed


def text(entry: ET.Element, name: str) -> str:
    return entry.findtext(f"atom:{name}", "", ATOM)


def test_the_latest_verdicts_come_newest_first_with_verdict_and_statement(client: Client) -> None:
    first, second = factories.published(rating="true"), factories.published(rating="false")
    answer = client.get("/id/feeds/latest.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = entries(answer.content)
    assert [text(entry, "id").rpartition("/")[2] for entry in found] == [
        f"{one.slug}#review" for one in (second, first)
    ]
    label, statement = (second.document[name] for name in ("rating", "statement"))
    assert text(found[0], "title") == f"{label['label']['id']}: {statement['id']}"
    link = found[0].find("atom:link", ATOM)
    assert link is not None
    assert link.get("href") == f"http://127.0.0.1:8000/id/claims/{second.slug}/"


def test_the_json_feed_says_the_same(client: Client) -> None:
    factories.published()
    corrected()
    feed = client.get("/en/feeds/latest.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://127.0.0.1:8000/en/feeds/latest.json"
    atom = entries(client.get("/en/feeds/latest.atom").content)
    assert [item["id"] for item in feed["items"]] == [text(entry, "id") for entry in atom]
    assert feed["items"][0]["date_modified"] > feed["items"][0]["date_published"]


def test_corrections_and_retractions_are_a_feed_of_their_own(client: Client) -> None:
    factories.published()
    fixed = corrected()
    gone = retracted()
    titles = [text(entry, "title") for entry in entries(client.get("/en/feeds/corrections.atom").content)]
    assert titles[0].startswith("Retraction: ")
    assert titles[1] == f"Correction: {fixed.statement.data['en']}"
    assert len(titles) == 2
    assert gone.slug in json.dumps(client.get("/en/feeds/corrections.json").json())


def test_a_topic_has_a_feed_with_its_claims_alone(client: Client) -> None:
    claim = factories.checkable_claim()
    claim.topics.add(factories.topic(slug="rice"))
    published = factories.published(claim)
    factories.published()
    found = entries(client.get("/en/topics/rice/feed.atom").content)
    assert [text(entry, "id") for entry in found] == [f"http://127.0.0.1:8000/claims/{published.slug}#review"]
    assert '/en/topics/rice/feed.atom"' in client.get("/en/topics/rice/").content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("feeds/latest.rss", 404),
        ("feeds/drafts.atom", 404),
        ("topics/none/feed.atom", 404),
        ("feeds/latest.atom?page=2", 400),
    ],
)
def test_a_feed_that_there_is_not_is_refused_in_plain_words(client: Client, address: str, status: int) -> None:
    answer = client.get(f"/en/{address}")
    assert answer.status_code == status
    assert "<main" in answer.content.decode()


def test_hostile_words_and_control_characters_leave_the_feed_well_formed(client: Client) -> None:
    hostile = "</title><script>alert(1)</script> ]]> \x0b \x1b & \ufffe"
    factories.published(factories.checkable_claim(statement=factories.text(hostile, hostile)))
    [entry] = entries(client.get("/en/feeds/latest.atom").content)
    assert "<script>alert(1)</script>" in text(entry, "title")
    assert client.get("/en/feeds/latest.json").json()["items"]


def test_a_reader_without_a_verdict_to_read_gets_an_empty_feed(client: Client) -> None:
    assert entries(client.get("/en/feeds/latest.atom").content) == []


@pytest.mark.parametrize("address", ["feeds/latest.atom", "feeds/corrections.json"])
def test_a_feed_takes_the_same_few_queries_however_long_it_is(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(4):
        corrected()
    with django_assert_max_num_queries(3):
        first = client.get(f"/en/{address}")
    assert client.get(f"/en/{address}", headers={"If-None-Match": first["ETag"]}).status_code == 304
