import pytest

from claims.models import Publication, PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.record import verify_record
from claims.workflow import VerbRefused, correct, publish, retract
from tests import factories

pytestmark = pytest.mark.django_db
WHY = factories.text("The report was withdrawn by its authors.")


def test_a_retraction_withdraws_the_verdict_and_keeps_the_statement() -> None:
    claim = factories.published().claim
    publication = retract(claim, note=WHY, by=factories.user("editor"))
    document = publication.document
    assert (publication.kind, document["verification_status"]) == ("retraction", "retracted")
    assert document["rating"] is None
    assert document["evidence"] == []
    assert document["statement"]["en"] == claim.statement.data["en"]
    assert document["corrections"][-1]["correction_type"] == "retraction"
    assert document["corrections"][-1]["note"] == WHY
    claim.refresh_from_db()
    assert claim.verification_status == "retracted"
    assert verify_record().fault is None


def test_lists_articles_and_sources_no_longer_name_it_and_its_versions_stay() -> None:
    claim = factories.published().claim
    retract(claim, note=WHY, by=factories.user("editor"))
    assert PublishedClaim.objects.get().verification_status == "retracted"
    assert not PublishedClaim.objects.listed().exists()
    assert not PublishedAppearance.objects.exists()
    assert not PublishedEvidence.objects.exists()
    assert Publication.objects.get(version=1).document["rating"]["slug"] == "half-true"


def test_a_retraction_needs_a_public_reason_in_every_language() -> None:
    claim = factories.published().claim
    with pytest.raises(VerbRefused, match="public reason"):
        retract(claim, note={"en": "Withdrawn."}, by=factories.user("editor"))
    assert Publication.objects.count() == 1


def test_only_what_is_published_is_retracted_and_only_once() -> None:
    bob = factories.user("editor")
    with pytest.raises(VerbRefused, match="Only a published claim"):
        retract(factories.claim(), note=WHY, by=bob)
    claim = factories.published().claim
    retract(claim, note=WHY, by=bob)
    with pytest.raises(VerbRefused, match="already"):
        retract(claim, note=WHY, by=bob)


def test_a_researcher_does_not_retract() -> None:
    with pytest.raises(VerbRefused) as refusal:
        retract(factories.published().claim, note=WHY, by=factories.user())
    assert refusal.value.is_permission


def test_only_a_correction_brings_a_verdict_back() -> None:
    alice, bob = factories.user(), factories.user("editor")
    claim = factories.published(rating="half-true").claim
    retract(claim, note=WHY, by=bob)
    assessment = factories.approved(claim, author=alice, approver=bob, rating="false")
    with pytest.raises(VerbRefused, match="as a correction"):
        publish(assessment, by=bob)
    with pytest.raises(VerbRefused, match="rating changed"):
        correct(assessment, by=bob, correction_type="minor", note=WHY)
    back = correct(assessment, by=bob, correction_type="rating-changed", note=WHY)
    assert (back.version, back.document["rating"]["slug"]) == (3, "false")
    assert [row["correction_type"] for row in back.document["corrections"]] == ["retraction", "rating-changed"]
    assert PublishedClaim.objects.listed().count() == 1
