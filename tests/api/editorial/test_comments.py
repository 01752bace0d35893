"""Words to colleagues about a claim, written and read by a newsroom's own system."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from claims.models import Comment, Notification, Topic, User
from tests import factories
from tests.api.editorial.conftest import working_as

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/editorial/comments/"


def said(client: APIClient, **given: Any) -> Any:
    return client.post(ADDRESS, given, format="json")


def test_a_comment_is_kept_under_the_tokens_person_and_tells_whom_it_names(
    alice: User, alice_client: APIClient
) -> None:
    bob = factories.user("editor", username="bob", public_name="Bob")
    claim = factories.claim()
    answer = said(alice_client, claim=claim.pk, text="  @bob please look.  ")
    assert answer.status_code == 201
    assert answer.json() == {
        "id": Comment.objects.get().pk,
        "author": alice.pk,
        "mentioned": [bob.pk],
        "created_at": answer.json()["created_at"],
        "claim": claim.pk,
        "text": "@bob please look.",
    }
    assert Notification.objects.get().recipient == bob


def test_the_comments_of_one_claim_are_listed_newest_first(alice_client: APIClient) -> None:
    claim = factories.claim()
    for words in ("First.", "Second."):
        said(alice_client, claim=claim.pk, text=words)
    said(alice_client, claim=factories.claim().pk, text="Elsewhere.")
    results = alice_client.get(ADDRESS, {"claim": claim.pk}).json()["results"]
    assert [row["text"] for row in results] == ["Second.", "First."]


def test_a_comment_is_not_changed_and_not_taken_away(alice_client: APIClient) -> None:
    address = f"{ADDRESS}{said(alice_client, claim=factories.claim().pk, text='Said.').json()['id']}/"
    assert alice_client.patch(address, {"text": "Other."}, format="json").status_code in (403, 405)
    assert alice_client.delete(address).status_code in (403, 405)
    assert alice_client.get(address).json()["text"] == "Said."


@pytest.mark.parametrize("given", [{}, {"text": "  "}, {"text": "x" * 5_001}, {"text": "x", "author": 1}])
def test_a_comment_that_cannot_be_kept_is_refused_by_name(alice_client: APIClient, given: dict[str, Any]) -> None:
    answer = said(alice_client, claim=factories.claim().pk, **given)
    assert answer.status_code == 400
    assert {error["attr"] for error in answer.json()["errors"]} <= {"text", "author"}
    assert not Comment.objects.exists()


def test_who_has_no_role_neither_reads_nor_writes_comments() -> None:
    nobody = working_as(factories.user(""))
    assert nobody.get(ADDRESS).status_code == 403
    assert said(nobody, claim=factories.claim().pk, text="Hello.").status_code == 403


def test_topics_are_given_and_taken_without_touching_the_others(alice_client: APIClient) -> None:
    claim, first, second, third = factories.claim(), *(factories.topic() for _number in range(3))
    claim.topics.set([first, second])
    given = {"add": [third.pk], "remove": [first.pk]}
    answer = alice_client.post(f"/api/v1/editorial/claims/{claim.pk}/tag/", given, format="json")
    assert answer.status_code == 200
    assert set(answer.json()["topics"]) == {second.pk, third.pk}
    assert set(Topic.objects.filter(claims=claim)) == {second, third}
