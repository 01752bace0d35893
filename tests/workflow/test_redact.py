from typing import Any

import pytest
from django.apps import apps

from claims.models import Claim, Publication, PublishedClaim
from claims.record import rebuild, verify_record
from claims.workflow import REDACTABLE_FIELDS, VerbRefused, correct, redact
from tests import factories

pytestmark = pytest.mark.django_db
GROUNDS = factories.text("By order of a court.")
SECRET = "Mr Zyxwvut lives in Elm Street"


def everywhere() -> str:
    """All that the database keeps of claims, drafts, events and versions, as one text."""
    tables = [model for model in apps.get_app_config("claims").get_models() if not model._meta.proxy]
    return str([list(model._base_manager.values()) for model in tables])


def two_versions(**fields: Any) -> Claim:
    claim = factories.published(**fields).claim
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(claim, author=alice, approver=bob, **fields)
    correct(assessment, by=bob, correction_type="minor", note=factories.text("A typing error."))
    return claim


def test_a_field_vanishes_from_versions_drafts_and_events() -> None:
    claim = two_versions(summary=factories.text(SECRET))
    assert SECRET in everywhere()
    redact(claim, fields=["summary"], note=GROUNDS, by=factories.user("administrator"))
    assert SECRET not in everywhere()


def test_the_record_still_verifies_and_says_what_was_redacted() -> None:
    claim = two_versions()
    redact(claim, fields=["summary", "reasoning"], note=GROUNDS, by=factories.user("administrator"))
    result = verify_record()
    assert result.fault is None
    assert [(row.version, row.fields, row.announced_by) for row in result.redacted] == [
        (1, ("reasoning", "summary"), 3),
        (2, ("reasoning", "summary"), 3),
    ]


def test_older_versions_keep_leaf_and_digest_and_lose_value_and_salt() -> None:
    claim = two_versions()
    before = Publication.objects.get(version=1)
    redact(claim, fields=["summary"], note=GROUNDS, by=factories.user("administrator"))
    after = Publication.objects.get(version=1)
    assert "summary" not in after.document
    assert "summary" not in after.salts
    assert (after.leaves, after.digest) == (before.leaves, before.digest)


def test_readers_are_told_which_fields_and_on_what_grounds() -> None:
    claim = two_versions()
    publication = redact(claim, fields=["summary"], note=GROUNDS, by=factories.user("administrator"))
    assert (publication.kind, publication.document["summary"]) == ("redaction", {})
    (entry,) = publication.document["redactions"]
    assert (entry["version"], entry["fields"], entry["reason"]) == (3, ["summary"], GROUNDS)
    row = PublishedClaim.objects.get()
    assert (row.version, row.rating) == (3, "half-true")
    rebuild()
    assert PublishedClaim.objects.get().document == row.document


@pytest.mark.parametrize("field", REDACTABLE_FIELDS)
def test_every_redactable_field_can_be_redacted(field: str) -> None:
    claim = factories.published(factories.checkable_claim(claimant=factories.entity())).claim
    claim.entities.add(factories.entity())
    redact(claim, fields=[field], note=GROUNDS, by=factories.user("administrator"))
    assert field not in Publication.objects.get(version=1).document
    assert verify_record().fault is None


def test_evidence_is_gone_from_drafts_and_their_events() -> None:
    claim = factories.published().claim
    factories.evidence(claim, quote=SECRET, quote_language="en")
    redact(claim, fields=["evidence"], note=GROUNDS, by=factories.user("administrator"))
    assert not claim.evidence.exists()
    assert SECRET not in everywhere()


def test_a_redaction_is_remembered_by_later_versions() -> None:
    claim = two_versions()
    redact(claim, fields=["summary"], note=GROUNDS, by=factories.user("administrator"))
    assessment = factories.approved(claim, author=factories.user(), approver=factories.user("editor"))
    last = correct(
        assessment, by=factories.user("editor"), correction_type="substantive", note=factories.text("New words.")
    )
    assert [entry["fields"] for entry in last.document["redactions"]] == [["summary"]]
    assert verify_record().fault is None


def test_only_an_administrator_redacts() -> None:
    with pytest.raises(VerbRefused) as refusal:
        redact(factories.published().claim, fields=["summary"], note=GROUNDS, by=factories.user("editor"))
    assert refusal.value.is_permission


@pytest.mark.parametrize("fields", [[], ["rating"], ["summary", "no_such_field"]])
def test_other_fields_are_refused_by_name(fields: list[str]) -> None:
    claim = factories.published().claim
    with pytest.raises(VerbRefused, match="Choose from: statement"):
        redact(claim, fields=fields, note=GROUNDS, by=factories.user("administrator"))
    assert "summary" in Publication.objects.get().document


def test_a_redaction_needs_its_grounds_in_every_language() -> None:
    claim = factories.published().claim
    with pytest.raises(VerbRefused, match="public reason"):
        redact(claim, fields=["summary"], note={"id": "Perintah."}, by=factories.user("administrator"))
