import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_topics_of_published_claims_are_counted(client: Client) -> None:
    known, hidden = factories.topic(), factories.topic()
    for _ in range(2):
        claim = factories.checkable_claim()
        claim.topics.add(known)
        factories.published(claim)
    factories.claim().topics.add(hidden)
    [topic] = client.get("/api/v1/topics/").json()
    assert (topic["slug"], topic["claims"]) == (known.slug, 2)
    assert len(client.get(topic["claims_url"]).json()["results"]) == 2


def test_a_renamed_topic_is_listed_once_by_its_newest_name(client: Client) -> None:
    topic = factories.topic(name=factories.text("Old"))
    for name in ("Old", "New"):
        topic.name = factories.text(name)
        topic.save()
        claim = factories.checkable_claim()
        claim.topics.add(topic)
        factories.published(claim)
    [listed] = client.get("/api/v1/topics/").json()
    assert (listed["name"]["en"], listed["claims"]) == ("New", 2)


def test_the_scale_is_listed_from_true_to_unproven(client: Client) -> None:
    ratings = client.get("/api/v1/ratings/").json()
    assert [rating["value"] for rating in ratings] == [5, 4, 3, 2, 1, None, None]
    assert ratings[-1]["slug"] == "unproven"


def test_the_head_of_an_empty_record_is_number_0(client: Client) -> None:
    head = client.get("/api/v1/record/head/").json()
    assert head == {"number": 0, "digest": "0" * 64, "published_at": None, "checkpoint": None}


def test_the_head_is_the_last_publication(client: Client) -> None:
    factories.published()
    last = factories.published()
    head = client.get("/api/v1/record/head/").json()
    assert (head["number"], head["digest"]) == (last.number, last.digest)
    assert head["published_at"].endswith("Z")


def test_the_root_lists_addresses_that_answer(client: Client) -> None:
    asked_by_post = {"match"}
    for name, address in client.get("/api/v1/").json().items():
        expected = 405 if name in asked_by_post else 200
        assert client.get(address).status_code == expected, address


@pytest.mark.parametrize("address", ["nope/", "claims/x/y/z/", "claims/UPPER CASE/", "..", "record/"])
def test_an_unknown_address_answers_in_the_shape_of_the_api(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "not_found"
