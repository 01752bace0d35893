"""The publication document keeps its contract: a committed JSON Schema, and nothing private."""

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import TypeAdapter

from claims.models import Claim, Publication
from claims.record import build_document
from claims.record import document as document_module
from claims.record.document import ClaimDocument
from tests import factories

pytestmark = pytest.mark.django_db

SCHEMA = Path(document_module.__file__).with_name("document.schema.json")


def test_the_committed_schema_is_the_one_of_the_types() -> None:
    generated = TypeAdapter(ClaimDocument).json_schema()
    assert json.loads(SCHEMA.read_text()) == generated, (
        "Write it again with: manage.py export_document_schema > claims/record/document.schema.json"
    )


def test_a_published_document_is_valid_against_the_schema() -> None:
    factories.published()
    jsonschema.validate(Publication.objects.get().document, json.loads(SCHEMA.read_text()))


def test_a_claim_without_a_verdict_is_valid_too() -> None:
    document = json.loads(json.dumps(build_document(factories.claim(), None)))
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    assert document["verification_status"] == "unverified"


def test_a_claim_that_is_being_assessed_says_so() -> None:
    claim = factories.claim(verification_status="in_progress")
    assert build_document(claim, None)["verification_status"] == "in_progress"


def test_people_appear_by_their_public_names_only() -> None:
    alice = factories.user(username="alice-login", public_name="Alice", email="alice@example.org")
    publication = factories.published(author=alice)
    assert publication.document["people"] == {"author": "Alice", "approver": "Bob"}
    assert "alice-login" not in json.dumps(publication.document)
    assert "@" not in json.dumps(publication.document)


def test_sentences_that_were_set_aside_are_in_the_article_with_their_reason() -> None:
    snapshot = factories.snapshot()
    set_aside = factories.claim(
        stage=Claim.Stage.DISMISSED, dismissal_reason="headline", dismissal_note={"en": "A headline", "id": "Judul"}
    )
    factories.appearance(set_aside, snapshot, quote="Harga beras naik tajam")
    claim = factories.claim()
    factories.appearance(claim, snapshot)
    [appearance] = build_document(claim, None)["appearances"]
    assert appearance["article"]["not_checkable"] == [
        {"kind": "headline", "start": 0, "end": 22, "reason": {"en": "A headline", "id": "Judul"}}
    ]


def test_the_context_of_a_quote_is_the_rest_of_its_paragraph() -> None:
    claim = factories.claim()
    factories.appearance(claim)
    [appearance] = build_document(claim, None)["appearances"]
    assert appearance["context"] == {"before": "", "after": " Pemerintah belum menanggapi."}


def test_a_long_paragraph_is_cut_at_a_word() -> None:
    words = "kata " * 200
    claim = factories.claim()
    factories.appearance(claim, factories.snapshot(f"{words}harga naik {words}"), quote="harga naik")
    context = build_document(claim, None)["appearances"][0]["context"]
    assert context["before"].startswith("…kata ")
    assert context["after"].endswith(" kata…")
    assert len(context["before"]) < 300


def test_building_a_document_asks_the_database_a_fixed_number_of_times(django_assert_max_num_queries) -> None:
    claim = factories.checkable_claim()
    for _ in range(8):
        factories.evidence(claim)
        claim.topics.add(factories.topic())
    claim = Claim.objects.get(pk=claim.pk)
    with django_assert_max_num_queries(10):
        build_document(claim, None)
