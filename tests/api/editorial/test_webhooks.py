"""Webhooks through the working API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from claims.models import KeptAnswer, User, WebhookSubscription
from claims.webhooks import deliver_due, open_secrets
from tests import factories
from tests.api.editorial.conftest import working_as
from tests.webhooks.conftest import Receiver, receiver  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
WEBHOOKS = "/api/v1/editorial/webhooks/"
GIVEN = {"name": "A copy", "url": "https://93.184.216.34/hook", "events": ["claim.corrected"]}


@pytest.fixture
def editor(db: None) -> User:
    return factories.user("editor")


@pytest.fixture
def client(editor: User) -> APIClient:
    return working_as(editor)


def made(client: APIClient, **fields: Any) -> Any:
    answer = client.post(WEBHOOKS, {**GIVEN, **fields}, format="json")
    assert answer.status_code == 201, answer.json()
    return answer


def test_the_secret_is_shown_once(client: APIClient) -> None:
    webhook = made(client).json()
    assert webhook["secret"].startswith("whsec_")
    assert open_secrets(WebhookSubscription.objects.get()) == [webhook["secret"]]
    one, many = client.get(f"{WEBHOOKS}{webhook['id']}/").json(), client.get(WEBHOOKS).json()["results"]
    assert "secret" not in one
    assert many == [one]


def test_a_repeated_request_is_answered_without_the_secret(client: APIClient) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "one-webhook-please"}
    first = client.post(WEBHOOKS, GIVEN, format="json", **key)
    again = client.post(WEBHOOKS, GIVEN, format="json", **key)
    assert first.json()["secret"] not in str(KeptAnswer.objects.values())
    assert again.json() == {name: value for name, value in first.json().items() if name != "secret"}
    assert WebhookSubscription.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "attr"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "https://169.254.169.254/latest/"}, "url"),
        ({"url": "http://93.184.216.34/"}, "url"),
        ({"url": "ftp://93.184.216.34/"}, "url"),
        ({"url": "https://93.184.216.34/\r\nX: y"}, "url"),
        ({"url": f"https://93.184.216.34/{'x' * 3_000}"}, "url"),
        ({"events": ["claim.invented"]}, "events.0"),
        ({"position": 0}, "position"),
        ({"secret": "whsec_mine"}, "secret"),
        ({"owner": 1}, "owner"),
        ({"name": ""}, "name"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(client: APIClient, fields: Any, attr: str) -> None:
    answer = client.post(WEBHOOKS, {**GIVEN, **fields}, format="json")
    assert answer.status_code == 400
    assert {error["attr"] for error in answer.json()["errors"]} == {attr}
    assert not WebhookSubscription.objects.exists()


def test_a_change_needs_what_was_read(client: APIClient) -> None:
    answer = made(client)
    address, etag = f"{WEBHOOKS}{answer.json()['id']}/", answer["ETag"]
    assert client.patch(address, {"name": "B"}, format="json").status_code == 428
    changed = client.patch(address, {"name": "B"}, format="json", HTTP_IF_MATCH=etag)
    assert changed.json()["name"] == "B"
    assert client.patch(address, {"name": "C"}, format="json", HTTP_IF_MATCH=etag).status_code == 412
    private = client.patch(address, {"url": "https://10.0.0.1/"}, format="json", HTTP_IF_MATCH=changed["ETag"])
    assert private.status_code == 400
    assert client.delete(address, HTTP_IF_MATCH=changed["ETag"]).status_code == 204
    assert not WebhookSubscription.objects.exists()


def test_pause_resume_and_rotate(client: APIClient) -> None:
    webhook = made(client).json()
    address = f"{WEBHOOKS}{webhook['id']}/"
    assert client.post(f"{address}pause/", {}, format="json").json()["state"] == "paused"
    assert client.post(f"{address}resume/", {}, format="json").json()["state"] == "active"
    rotated = client.post(f"{address}rotate/", {}, format="json").json()
    assert rotated["secret"] != webhook["secret"]
    assert rotated["old_secret_until"]
    assert open_secrets(WebhookSubscription.objects.get()) == [rotated["secret"], webhook["secret"]]
    assert client.post(f"{address}pause/", {"nope": 1}, format="json").status_code == 400


def test_a_replay_and_its_deliveries(client: APIClient, receiver: Receiver) -> None:  # noqa: F811
    factories.published()
    webhook = made(client, url=receiver.address, events=[]).json()
    address = f"{WEBHOOKS}{webhook['id']}/"
    assert client.post(f"{address}replay/", {"since": -1}, format="json").status_code == 400
    assert client.post(f"{address}replay/", {"since": 10**30}, format="json").status_code == 400
    assert client.post(f"{address}replay/", {"since": 0}, format="json").json()["position"] == 0
    deliver_due()
    [delivery] = client.get(f"{address}deliveries/").json()["results"]
    assert (delivery["publication"], delivery["status"], delivery["succeeded"]) == (1, 204, True)
    assert client.get(f"{address}deliveries/?nope=1").status_code == 400


def test_nobody_sees_the_webhooks_of_another(client: APIClient) -> None:
    address = f"{WEBHOOKS}{made(client).json()['id']}/"
    other = working_as(factories.user("editor"))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}rotate/", {}, format="json").status_code == 404
    assert other.get(WEBHOOKS).json()["results"] == []


def test_an_account_has_a_limited_number(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.api.editorial.webhooks.MOST_WEBHOOKS", 1)
    made(client)
    assert client.post(WEBHOOKS, GIVEN, format="json").json()["errors"][0]["code"] == "too_many"
