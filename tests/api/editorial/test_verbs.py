"""The verbs through the API: the workflow decides, and says all at once why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from claims import workflow
from claims.api.editorial.drafts import AssessmentView, ClaimView, SnapshotView
from claims.intake.recheck.checking import ASKED_FOR
from claims.intake.recheck.queue import note_new_addresses
from claims.models import Claim, Link, Publication, Rating, User
from tests import factories
from tests.api.editorial.conftest import ALL_SCOPES, working_as

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/editorial/"


def use(client: APIClient, row: Any, verb: str, data: Any = None, **headers: str) -> Any:
    table = {"assessment": "assessments", "claim": "claims", "snapshot": "snapshots"}[row._meta.model_name]
    return client.post(f"{ROOT}{table}/{row.pk}/{verb}/", data or {}, format="json", **headers)


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("editor", username="bob", public_name="Bob")


@pytest.fixture
def bob_client(bob: User) -> APIClient:
    return working_as(bob)


def test_every_verb_of_the_workflow_has_an_address() -> None:
    views = (SnapshotView, ClaimView, AssessmentView)
    addresses = {action.url_path for view in views for action in view.get_extra_actions()}
    assert {*workflow.RULES, "restore"} <= addresses


def test_addresses_are_put_first_among_those_that_are_checked(alice_client: APIClient) -> None:
    source = factories.source()
    claim = factories.claim()
    factories.evidence(claim, source=source)
    note_new_addresses()
    for address in (f"sources/{source.pk}", f"claims/{claim.pk}"):
        Link.objects.update(next_check_at=timezone.now() + timedelta(days=9))
        answer = alice_client.post(f"{ROOT}{address}/recheck/", {}, format="json")
        assert answer.status_code == 200
        assert Link.objects.get(source=source).next_check_at == ASKED_FOR
    nowhere = alice_client.post(f"{ROOT}claims/{factories.claim().pk}/recheck/", {}, format="json")
    assert (nowhere.status_code, nowhere.json()["errors"][0]["code"]) == (409, "no_address")


def test_a_claim_goes_from_a_passage_to_readers(alice_client: APIClient, bob_client: APIClient) -> None:
    snapshot = factories.snapshot()
    start = snapshot.text.index(factories.QUOTE)
    given = {"start": start, "end": start + len(factories.QUOTE), "statement": factories.text("Rice tripled.")}
    proposed = use(alice_client, snapshot, "propose", given)
    assert (proposed.status_code, proposed.json()["stage"]) == (201, "candidate")
    claim = Claim.objects.get(pk=proposed.json()["id"])
    factories.evidence(claim)
    factories.evidence(claim)
    assert use(alice_client, claim, "accept", {"reason": "Many repeat it"}).json()["stage"] == "accepted"
    started = use(alice_client, claim, "start_assessment")
    assert (started.status_code, started.json()["state"], started["ETag"]) == (
        201,
        "draft",
        f'"assessment-{started.json()["id"]}-1"',
    )
    assessment = claim.assessments.get()
    verdict = {
        "rating": Rating.objects.get(slug="false").pk,
        "confidence": "high",
        "summary": factories.text("It rose by a third."),
        "reasoning": factories.text("The statistics say so."),
        "as_of": "2025-02-01",
    }
    address = f"{ROOT}assessments/{assessment.pk}/"
    assert alice_client.patch(address, verdict, format="json", HTTP_IF_MATCH=started["ETag"]).status_code == 200
    assert use(alice_client, assessment, "submit").json()["state"] == "submitted"
    assert use(bob_client, assessment, "approve", {"comment": "Checked"}).json()["state"] == "approved"
    published = use(bob_client, assessment, "publish")
    assert (published.status_code, published.json()["state"]) == (200, "published")
    assert published["Link"] == f'</api/v1/claims/{claim.slug}/versions/1/>; rel="latest-version"'
    assert APIClient().get(f"/api/v1/claims/{claim.slug}/").json()["rating"]["slug"] == "false"


def test_an_author_cannot_approve_their_own_assessment(bob: User, bob_client: APIClient) -> None:
    assessment = factories.submitted(author=bob)
    answer = use(bob_client, assessment, "approve")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "own_work")
    assert answer.json()["errors"][0]["attr"] is None


def test_a_refusal_by_role_is_403_and_by_state_409_with_every_objection(alice: User, alice_client: APIClient) -> None:
    claim = factories.claim(statement={"en": "Only one language"}, stage="candidate", without_appearance=False)
    refused = use(alice_client, claim, "publish_unverified")
    assert refused.status_code == 403
    assert "not_permitted" in {error["code"] for error in refused.json()["errors"]}
    assessment = factories.draft(factories.claim(), author=alice, summary={})
    late = use(alice_client, assessment, "submit")
    assert late.status_code == 409
    assert {"summary", "evidence"} <= {error["attr"] for error in late.json()["errors"]}
    assert all(error["code"] and error["detail"] for error in late.json()["errors"])


def test_publishing_takes_its_own_scope(bob: User) -> None:
    assessment = factories.submitted(author=factories.user())
    without = working_as(bob, [scope for scope in ALL_SCOPES if scope != "publish"])
    assert use(without, assessment, "approve").status_code == 403
    assert use(working_as(bob), assessment, "approve").status_code == 200


@pytest.mark.parametrize(
    ("verb", "given", "field"),
    [
        ("dismiss", {}, "dismissal_reason"),
        ("dismiss", {"dismissal_reason": "boring"}, "dismissal_reason"),
        ("accept", {"stage": "accepted"}, "stage"),
        ("assign", {"to": 10**30}, "to"),
        ("attach_repeat", {"snapshot": "x", "start": 0, "end": 4}, "snapshot"),
        ("retract", {"note": "no languages"}, "note"),
        ("redact", {"note": {"en": "x"}, "fields": ["digest"]}, "fields.0"),
        ("restore", {"event": 5}, "event"),
    ],
)
def test_a_wrong_parameter_is_named(alice_client: APIClient, verb: str, given: Any, field: str) -> None:
    answer = use(alice_client, factories.claim(), verb, given)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, field)


def test_a_span_outside_the_text_is_named(alice_client: APIClient) -> None:
    snapshot = factories.snapshot()
    answer = use(alice_client, factories.claim(), "attach_repeat", {"snapshot": snapshot.pk, "start": 5, "end": 10**6})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "start")


def test_what_a_verb_makes_is_the_answer(alice: User, alice_client: APIClient, bob_client: APIClient) -> None:
    claim, snapshot = factories.claim(), factories.snapshot()
    start = snapshot.text.index(factories.QUOTE)
    span = {"snapshot": snapshot.pk, "start": start, "end": start + len(factories.QUOTE)}
    repeat = use(alice_client, claim, "attach_repeat", span)
    assert (repeat.status_code, repeat.json()["exact"]) == (201, factories.QUOTE)
    other = factories.claim()
    relation = use(alice_client, claim, "relate", {"kind": "contradicts", "to": other.pk})
    assert (relation.status_code, relation.json()["to_claim"]) == (201, other.pk)
    assessment = factories.draft(author=alice)
    use(alice_client, assessment, "ask_panel", {"votes": 2})
    use(alice_client, assessment, "submit")
    vote = use(bob_client, assessment, "cast_vote", {"rating": Rating.objects.first().pk, "rationale": "As I see it"})
    assert (vote.status_code, vote.json()["rationale"]) == (201, "As I see it")


def test_a_verb_on_what_changed_since_is_412(bob_client: APIClient) -> None:
    assessment = factories.submitted(author=factories.user())
    seen = bob_client.get(f"{ROOT}assessments/{assessment.pk}/")["ETag"]
    type(assessment).objects.filter(pk=assessment.pk).update(as_of="2025-03-01")
    stale = use(bob_client, assessment, "approve", HTTP_IF_MATCH=seen)
    assert (stale.status_code, stale.json()["current"]["as_of"]) == (412, "2025-03-01")
    fresh = bob_client.get(f"{ROOT}assessments/{assessment.pk}/")["ETag"]
    assert use(bob_client, assessment, "approve", HTTP_IF_MATCH=fresh).status_code == 200


def test_a_retraction_and_a_redaction_answer_with_their_version(bob_client: APIClient) -> None:
    claim = factories.published().claim
    note = factories.text("The source withdrew its figures.")
    retracted = use(bob_client, claim, "retract", {"note": note})
    assert (retracted.status_code, retracted.json()["verification_status"]) == (200, "retracted")
    administrator = working_as(factories.user("administrator"))
    redacted = use(administrator, claim, "redact", {"note": note, "fields": ["attribution"]})
    assert "versions/3/" in redacted["Link"]
    assert Publication.objects.filter(claim=claim).count() == 3


def test_readiness_lists_what_is_missing(alice: User, alice_client: APIClient) -> None:
    assessment = factories.draft(factories.claim(), author=alice)
    listed = alice_client.get(f"{ROOT}assessments/{assessment.pk}/readiness/").json()
    assert listed["ready"] is False
    missing = {one["field"] for one in listed["requirements"] if not one["fulfilled"]}
    assert {"evidence", "state"} <= missing
    assert alice_client.get(f"{ROOT}claims/{assessment.claim_id}/readiness/").json()["ready"] is True


def test_history_says_who_when_why_and_what_and_can_be_gone_back_to(alice: User, alice_client: APIClient) -> None:
    claim = factories.claim(stage="candidate")
    address = f"{ROOT}claims/{claim.pk}/"
    before = alice_client.get(address).json()["statement"]
    edited = alice_client.patch(
        address,
        {"statement": factories.text("Other words.")},
        format="json",
        HTTP_IF_MATCH=alice_client.get(address)["ETag"],
        HTTP_REASON="Shorter",
    )
    assert edited.status_code == 200
    use(alice_client, claim, "accept", {"reason": "Many repeat it"})
    accepted, edit, created = alice_client.get(f"{address}history/").json()["results"]
    assert (accepted["verb"], accepted["who"], accepted["reason"]) == ("accept", "Alice", "Many repeat it")
    assert accepted["changes"] == {"stage": {"old": "candidate", "new": "accepted"}}
    assert (edit["reason"], edit["changes"]["statement"]["new"]["en"]) == ("Shorter", "Other words.")
    restored = use(alice_client, claim, "restore", {"event": created["event"], "reason": "Was better"})
    assert (restored.status_code, restored.json()["statement"]) == (200, before)
    assert alice_client.get(f"{address}history/").json()["results"][0]["verb"] == "restore"
