"""Bodies that nobody sends by mistake: a 4xx in the one error shape, never a fault, never half of a change."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from claims.models import Topic, User
from tests import factories

pytestmark = pytest.mark.django_db
TOPICS = "/api/v1/editorial/topics/"


def send(client: APIClient, body: bytes | str, content_type: str = "application/json", **headers: Any) -> Any:
    answer = client.post(TOPICS, body, content_type=content_type, **headers)
    assert Topic.objects.count() == 0
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "request_id", "errors"} <= set(answer.json())
    return answer


def topic(slug: str = "rice", name: str = "Rice") -> str:
    return json.dumps({"slug": slug, "name": {"en": name, "id": name}})


@pytest.mark.parametrize(
    "body",
    [
        topic(name="a\x00b"),
        topic(name="half \ud800 pair"),
        topic(slug="\x00"),
        json.dumps({"\ud800": 1}),
        json.dumps({"\x00": 1}),
        b'{"slug": "\xff"}',
        "{",
        "",
        "[]",
        "null",
        '"text"',
        '{"slug": NaN}',
        '{"slug": Infinity}',
        '{"slug": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"slug": ' + "[" * 30 + "]" * 30 + "}",
        '{"slug": ' + "9" * 10_000 + "}",
        '{"slug": {"a": 1}, "name": []}',
    ],
    ids=lambda body: str(body[:24]),
)
def test_a_body_that_cannot_be_right_is_400(alice_client: APIClient, body: bytes | str) -> None:
    assert send(alice_client, body).status_code == 400


@pytest.mark.parametrize("headers", [{}, {"HTTP_IDEMPOTENCY_KEY": "one"}])
def test_ten_megabytes_are_413(alice_client: APIClient, headers: dict[str, str]) -> None:
    answer = send(alice_client, topic(name="x" * 10_000_000), **headers)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
)
def test_another_content_type_is_415(alice_client: APIClient, content_type: str) -> None:
    assert send(alice_client, topic(), content_type).status_code == 415


@pytest.mark.parametrize("key", ["x", "-1", "1.5", "٣", "0x1", "1" * 40, "%00"])
@pytest.mark.parametrize("rest", ["", "accept/", "history/"])
def test_a_key_that_is_no_number_is_404(alice_client: APIClient, key: str, rest: str) -> None:
    answer = alice_client.get(f"/api/v1/editorial/claims/{key}/{rest}")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "not_found"


@pytest.mark.parametrize(
    ("verb", "given", "field"),
    [
        ("start_assessment", {"reason": 457}, "reason"),
        ("accept", {"reason": True}, "reason"),
        ("assign", {"to": "1"}, "to"),
        ("assign", {"to": True}, "to"),
        ("tag", {"add": [1, "2"]}, "add"),
        ("attach_repeat", {"start": "0", "end": 3, "snapshot": 1}, "start"),
    ],
)
def test_a_value_of_another_kind_than_described_is_400(
    alice_client: APIClient, verb: str, given: dict[str, Any], field: str
) -> None:
    claim = factories.claim()
    answer = alice_client.post(f"/api/v1/editorial/claims/{claim.pk}/{verb}/", given, format="json")
    wrong = [(error["attr"], error["code"]) for error in answer.json()["errors"]]
    assert (answer.status_code, wrong) == (400, [(field, "wrong_type")])


@pytest.mark.parametrize("publish_split", ["yes", 1, "false"])
def test_only_true_and_false_are_true_and_false(alice_client: APIClient, alice: User, publish_split: Any) -> None:
    assessment = factories.draft(author=alice)
    given = {"votes": 1, "publish_split": publish_split}
    answer = alice_client.post(f"/api/v1/editorial/assessments/{assessment.pk}/ask_panel/", given, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["detail"]) == (400, "Give true or false.")


def test_a_number_is_no_name_in_a_draft(alice_client: APIClient) -> None:
    answer = send(alice_client, json.dumps({"slug": 457, "name": {"en": "Rice"}}))
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "slug")
