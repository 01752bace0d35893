"""A request that is sent twice is done once."""

from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from claims.models import KeptAnswer, Topic, User
from tests import factories
from tests.api.editorial.conftest import working_as

pytestmark = pytest.mark.django_db
TOPICS = "/api/v1/editorial/topics/"
RICE = {"slug": "rice", "name": {"en": "Rice", "id": "Beras"}}


def post(client: APIClient, data: Any = RICE, key: str = "one", address: str = TOPICS) -> Any:
    return client.post(address, data, format="json", HTTP_IDEMPOTENCY_KEY=key)


def test_the_same_request_gets_the_same_answer_and_is_done_once(alice_client: APIClient) -> None:
    first, again = post(alice_client), post(alice_client)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["ETag"]) == (first.json(), first["ETag"])
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Topic.objects.count() == 1


def test_the_key_of_another_request_is_422(alice_client: APIClient) -> None:
    post(alice_client)
    other = post(alice_client, {**RICE, "slug": "beans"})
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "idempotency_key_reused")
    assert post(alice_client, address="/api/v1/editorial/entities/").status_code == 422


def test_a_key_belongs_to_its_user(alice_client: APIClient) -> None:
    post(alice_client)
    assert post(working_as(factories.user()), {**RICE, "slug": "beans"}).status_code == 201


def test_a_refusal_changed_nothing_and_is_not_kept(alice_client: APIClient) -> None:
    claim = factories.claim(stage="accepted")
    address = f"/api/v1/editorial/claims/{claim.pk}/accept/"
    assert post(alice_client, {}, address=address).status_code == 409
    type(claim).objects.filter(pk=claim.pk).update(stage="candidate")
    assert post(alice_client, {}, address=address).status_code == 200
    # By now it is accepted, and a second try would be refused.
    assert post(alice_client, {}, address=address).status_code == 200


def test_a_key_is_forgotten_after_a_day(alice_client: APIClient) -> None:
    post(alice_client)
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    again = post(alice_client)
    assert again.status_code == 400
    assert Topic.objects.count() == 1


def test_while_the_first_request_is_at_work_the_second_is_409(alice: User, alice_client: APIClient) -> None:
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    elsewhere = psycopg2.connect(**{name: parameters[name] for name in names if name in parameters})
    try:
        with elsewhere.cursor() as cursor:
            lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
            cursor.execute(lock, [f"idempotency {alice.pk} one"])
        busy = post(alice_client)
        assert (busy.status_code, busy.json()["errors"][0]["code"]) == (409, "idempotency_key_in_use")
    finally:
        elsewhere.close()
    assert post(alice_client).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(alice_client: APIClient, key: str) -> None:
    assert post(alice_client, key=key).status_code == 400
