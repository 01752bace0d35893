import pytest
from django.test import Client

from claims.models import Checkpoint
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_head_carries_the_newest_checkpoint(client: Client) -> None:
    publication = factories.published()
    head = client.get("/api/v1/record/head/").json()
    assert (head["number"], head["digest"]) == (publication.number, publication.digest)
    assert head["checkpoint"]["digest"] == publication.digest


def test_checkpoints_are_listed_newest_first_in_pages(client: Client) -> None:
    for _number in range(3):
        factories.published()
    first = client.get("/api/v1/record/checkpoints/", {"page_size": 2}).json()
    assert [row["number"] for row in first["results"]] == [3, 2]
    assert [row["number"] for row in client.get(first["next"]).json()["results"]] == [1]


def test_the_well_known_address_has_head_checkpoint_and_keys(client: Client) -> None:
    publication = factories.published()
    answer = client.get("/.well-known/factcheck-record.json").json()
    assert answer["number"] == publication.number
    assert answer["origin"].startswith("http")
    signed_with = Checkpoint.objects.get().signatures[0]["key_id"]
    assert [(key["key_id"], key["algorithm"]) for key in answer["keys"]] == [(signed_with, "Ed25519")]


def test_an_empty_record_has_a_head_too(client: Client) -> None:
    head = client.get("/api/v1/record/head/").json()
    assert (head["number"], head["checkpoint"]) == (0, None)
