"""Drafts through the API: what can be written, and that nobody overwrites what they have not seen."""

from typing import Any

import pytest
from django.apps import apps
from rest_framework.test import APIClient

from claims.models import Claim, Evidence, User
from claims.workflow import merge, submit
from tests import factories
from tests.api.editorial.conftest import working_as

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/editorial/"


def patch(client: APIClient, address: str, data: Any, **headers: str) -> Any:
    given = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return client.patch(address, data, format="json", **given)


def test_a_claim_is_created_read_and_changed_with_its_history(alice: User, alice_client: APIClient) -> None:
    created = alice_client.post(
        f"{ROOT}claims/",
        {"slug": "rice", "statement": {"id": "Beras mahal.", "en": "Rice is dear."}, "without_appearance": True},
        format="json",
        HTTP_REASON="From the desk system",
    )
    assert created.status_code == 201, created.json()
    claim = Claim.objects.get()
    address = f"{ROOT}claims/{claim.pk}/"
    read = alice_client.get(address)
    assert read.json()["statement"] == {"id": "Beras mahal.", "en": "Rice is dear."}
    changed = patch(alice_client, address, {"checkworthiness": "0.5"}, if_match=read["ETag"])
    assert (changed.status_code, changed.json()["revision"]) == (200, 2)
    assert changed["ETag"] != read["ETag"]
    events = apps.get_model("claims", "ClaimEvent").objects.order_by("pgh_id")
    told = [(event.pgh_context.metadata["verb"], event.pgh_context.metadata["user_name"]) for event in events]
    assert told == [("create", "Alice"), ("edit", "Alice")]
    assert events[0].pgh_context.metadata["reason"] == "From the desk system"


def test_without_if_match_nothing_is_changed(alice_client: APIClient) -> None:
    claim = factories.claim()
    answer = patch(alice_client, f"{ROOT}claims/{claim.pk}/", {"checkworthiness": "0.5"})
    assert answer.status_code == 428
    claim.refresh_from_db()
    assert claim.checkworthiness is None


def test_a_stale_save_is_412_and_shows_the_present_version(alice_client: APIClient) -> None:
    claim = factories.claim()
    address = f"{ROOT}claims/{claim.pk}/"
    seen = alice_client.get(address)["ETag"]
    Claim.objects.filter(pk=claim.pk).update(statement=factories.text("A colleague's words."))
    answer = patch(alice_client, address, {"statement": {"en": "Mine", "id": "Saya"}}, if_match=seen)
    assert answer.status_code == 412
    assert answer.json()["current"]["statement"]["en"] == "A colleague's words."
    assert answer.json()["errors"][0]["code"] == "precondition_failed"
    claim.refresh_from_db()
    assert claim.statement.data["en"] == "A colleague's words."


def test_removing_asks_for_the_version_too(alice_client: APIClient) -> None:
    claim = factories.checkable_claim()
    row = claim.evidence.first()
    address = f"{ROOT}evidence/{row.pk}/"
    assert alice_client.delete(address).status_code == 428
    seen = alice_client.get(address)["ETag"]
    Evidence.objects.filter(pk=row.pk).update(locator="page 7")
    assert alice_client.delete(address, HTTP_IF_MATCH=seen).status_code == 412
    assert alice_client.delete(address, HTTP_IF_MATCH=alice_client.get(address)["ETag"]).status_code == 204


@pytest.mark.parametrize("field", ["stage", "verification_status", "revision", "merged_into", "no_such_field", "id"])
def test_what_verbs_set_and_what_nobody_knows_is_refused_by_name(alice_client: APIClient, field: str) -> None:
    claim = factories.claim()
    address = f"{ROOT}claims/{claim.pk}/"
    answer = patch(alice_client, address, {field: "accepted"}, if_match=alice_client.get(address)["ETag"])
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == field


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("Rice is dear.", "object"),
        ({"xx": "Rice"}, "Unknown language"),
        ({"en": 5}, "not a string"),
        ({"en": "a\x00b"}, "character"),
        ({"en": "x" * 100_001}, "longer"),
        ({}, ""),
    ],
)
def test_texts_are_objects_with_the_languages_of_the_site(
    alice_client: APIClient, statement: object, reason: str
) -> None:
    answer = alice_client.post(f"{ROOT}claims/", {"slug": "rice", "statement": statement}, format="json")
    assert answer.status_code == 400
    assert reason in str(answer.json())


def test_the_models_own_rules_answer_at_their_field(alice_client: APIClient) -> None:
    claim, source = factories.claim(), factories.source()
    answer = alice_client.post(
        f"{ROOT}evidence/",
        {"claim": claim.pk, "source": source.pk, "stance": "supports", "quote": "Without a language"},
        format="json",
    )
    assert answer.status_code == 400
    assert "needs its language" in str(answer.json())
    again = alice_client.post(
        f"{ROOT}sources/",
        {
            "slug": "again",
            "title": "Again",
            "url": source.url + "#part",
            "publisher": source.publisher_id,
            "language": "en",
            "kind": "news",
        },
        format="json",
    )
    assert again.status_code == 400
    assert "already here" in str(again.json())


def test_a_quote_is_taken_from_the_text(alice_client: APIClient) -> None:
    claim, snapshot = factories.claim(), factories.snapshot()
    start = snapshot.text.index(factories.QUOTE)
    given = {"claim": claim.pk, "snapshot": snapshot.pk, "start": start, "end": start + len(factories.QUOTE)}
    answer = alice_client.post(f"{ROOT}appearances/", given, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["exact"] == factories.QUOTE
    beyond = alice_client.post(f"{ROOT}appearances/", {**given, "start": 5, "end": 10**6}, format="json")
    assert (beyond.status_code, beyond.json()["errors"][0]["attr"]) == (400, "start")


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_stored_without_a_transaction_of_the_caller(alice_client: APIClient) -> None:
    given = {"article": factories.article().pk, "text": "Rice is dear."}
    assert alice_client.post(f"{ROOT}snapshots/", given, format="json").status_code == 201


def test_a_snapshot_is_stored_once_and_never_changed(alice_client: APIClient) -> None:
    article = factories.article()
    given = {"article": article.pk, "text": "  Rice is dear.\n"}
    first = alice_client.post(f"{ROOT}snapshots/", given, format="json")
    again = alice_client.post(f"{ROOT}snapshots/", given, format="json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["text"] == "  Rice is dear.\n"
    assert first.json()["id"] == again.json()["id"]
    assert alice_client.patch(f"{ROOT}snapshots/{first.json()['id']}/", {}, format="json").status_code == 405


def test_only_its_author_edits_a_draft_verdict_and_nobody_a_submitted_one(alice: User, alice_client: APIClient) -> None:
    draft = factories.draft(author=alice)
    address = f"{ROOT}assessments/{draft.pk}/"
    seen = alice_client.get(address)["ETag"]
    carol = working_as(factories.user())
    assert patch(carol, address, {"confidence": "low"}, if_match=seen).status_code == 403
    assert patch(alice_client, address, {"confidence": "low"}, if_match=seen).status_code == 200
    draft.refresh_from_db()
    submit(draft, by=alice)
    late = patch(alice_client, address, {"confidence": "high"}, if_match=alice_client.get(address)["ETag"])
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "wrong_state")


def test_a_merged_claim_and_its_parts_are_closed(alice: User, alice_client: APIClient) -> None:
    claim = factories.checkable_claim(appearances=False)
    merge(claim, into=factories.claim(), by=alice)
    address = f"{ROOT}claims/{claim.pk}/"
    closed = patch(alice_client, address, {"checkworthiness": "0.5"}, if_match=alice_client.get(address)["ETag"])
    assert (closed.status_code, closed.json()["errors"][0]["code"]) == (409, "claim_closed")
    source = factories.source()
    added = alice_client.post(
        f"{ROOT}evidence/", {"claim": claim.pk, "source": source.pk, "stance": "context"}, format="json"
    )
    assert added.status_code == 409


def test_lists_have_pages_and_filters_and_refuse_the_rest(alice_client: APIClient) -> None:
    for number in range(3):
        factories.claim(slug=f"claim-{number}", stage="candidate" if number else "accepted")
    page = alice_client.get(f"{ROOT}claims/", {"stage": "candidate", "page_size": 1}).json()
    assert [row["slug"] for row in page["results"]] == ["claim-2"]
    assert [row["slug"] for row in alice_client.get(page["next"]).json()["results"]] == ["claim-1"]
    assert alice_client.get(f"{ROOT}claims/", {"colour": "red"}).status_code == 400
    assert alice_client.get(f"{ROOT}evidence/", {"claim": "x"}).status_code == 400


@pytest.mark.parametrize("key", ["999999", "9999999999999999999", "0"])
def test_a_key_that_nothing_has_is_404(alice_client: APIClient, key: str) -> None:
    assert alice_client.get(f"{ROOT}claims/{key}/").status_code == 404


def test_another_content_type_is_415(alice_client: APIClient) -> None:
    assert alice_client.post(f"{ROOT}claims/", "slug=x", content_type="text/plain").status_code == 415
