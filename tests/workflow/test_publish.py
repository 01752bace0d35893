import pytest
from django.apps import apps
from django.db import connection

from claims.models import Assessment, Claim, Publication, PublishedClaim, RecordText
from claims.workflow import VerbRefused, approve, publish, publish_unverified, start_assessment
from tests import factories

pytestmark = pytest.mark.django_db


def test_publishing_writes_one_publication_and_the_public_state() -> None:
    publication = factories.published(rating="half-true")
    assert (publication.number, publication.version, publication.kind) == (1, 1, "initial")
    row = PublishedClaim.objects.get(slug=publication.slug)
    assert (row.rating, row.verification_status, row.rating_value) == ("half-true", "verified", 3)
    assert row.evidence.count() == 2
    assert row.appearances.get().text_sha256 == RecordText.objects.get().sha256
    claim = Claim.objects.get()
    assert claim.verification_status == "verified"
    assert claim.first_published_at == publication.published_at
    assert Assessment.objects.get().state == "published"


def test_nothing_is_published_without_approval() -> None:
    bob = factories.user("editor")
    assessment = factories.submitted(author=factories.user())
    with pytest.raises(VerbRefused, match="second person"):
        publish(assessment, by=bob)
    assert not Publication.objects.exists()


def test_a_researcher_does_not_publish() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(author=alice, approver=bob)
    with pytest.raises(VerbRefused) as refusal:
        publish(assessment, by=alice)
    assert refusal.value.is_permission


def test_what_was_edited_after_the_approval_is_not_published() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(author=alice, approver=bob)
    evidence = assessment.claim.evidence.first()
    evidence.note = factories.text("It says something else.")
    evidence.save()
    with pytest.raises(VerbRefused, match="A second person has to approve"):
        publish(assessment, by=bob)
    assert publish(approve(assessment, by=bob), by=bob).number == 1


def test_publishing_compares_with_what_was_approved_even_where_no_trigger_saw_the_edit() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(author=alice, approver=bob)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_evidence DISABLE TRIGGER claims_evidence_clear_approvals")
        cursor.execute("UPDATE claims_evidence SET locator = 'page 7'")
        cursor.execute("ALTER TABLE claims_evidence ENABLE TRIGGER claims_evidence_clear_approvals")
    with pytest.raises(VerbRefused, match="changed after the approval"):
        publish(assessment, by=bob)


def test_a_claim_may_be_published_before_it_has_a_verdict() -> None:
    claim = factories.checkable_claim()
    publication = publish_unverified(claim, by=factories.user("editor"))
    assert publication.document["rating"] is None
    assert publication.document["verification_status"] == "unverified"
    assert publication.document["people"] == {"author": None, "approver": None}


def test_a_verdict_follows_an_unverified_publication_as_an_update() -> None:
    claim = factories.checkable_claim()
    publish_unverified(claim, by=factories.user("editor"))
    second = factories.published(claim)
    assert (second.version, second.kind) == (2, "update")


def test_a_published_claim_is_not_published_as_unverified_again() -> None:
    publication = factories.published()
    with pytest.raises(VerbRefused, match="published already"):
        publish_unverified(publication.claim, by=factories.user("editor"))


def test_an_update_leaves_the_old_version_as_it_was() -> None:
    first = factories.published(rating="half-true")
    before = Publication.objects.get(number=1).document
    second = factories.published(first.claim, rating="half-true", summary=factories.text("Prices rose, by a third."))
    assert (second.version, second.kind) == (2, "update")
    assert Publication.objects.get(number=1).document == before
    assert PublishedClaim.objects.get().document["summary"]["en"] == "Prices rose, by a third."


def test_a_changed_rating_is_not_an_update() -> None:
    first = factories.published(rating="half-true")
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(first.claim, author=alice, approver=bob, rating="false")
    with pytest.raises(VerbRefused, match="as a correction"):
        publish(assessment, by=bob)
    assert PublishedClaim.objects.get().rating == "half-true"


def test_the_next_assessment_starts_from_what_was_published() -> None:
    first = factories.published(summary=factories.text("As published."))
    alice = factories.user()
    assert start_assessment(first.claim, by=alice).summary.data["en"] == "As published."


def test_publishing_is_in_the_history_with_actor_verb_and_reason() -> None:
    alice, bob = factories.user(), factories.user("editor", public_name="Bob")
    publish(factories.approved(author=alice, approver=bob), by=bob, reason="Ready for the front page")
    event = apps.get_model("claims", "AssessmentEvent").objects.order_by("pgh_id").last()
    assert event.state == "published"
    assert event.pgh_context.metadata["verb"] == "publish"
    assert event.pgh_context.metadata["user_name"] == "Bob"
    assert event.pgh_context.metadata["reason"] == "Ready for the front page"


def test_drafts_of_neighbours_do_not_leak() -> None:
    parent = factories.claim(statement=factories.text("A secret draft"))
    publication = factories.published(factories.checkable_claim(parent=parent))
    assert publication.document["parent"] is None
    assert "secret" not in str(publication.document)


def test_confidential_evidence_shows_only_its_reason() -> None:
    claim = factories.checkable_claim()
    factories.evidence(
        claim,
        source=factories.source(title="The hidden memo", url="https://hidden.example/memo"),
        quote="top secret words",
        quote_language="en",
        confidential=True,
        public_reason=factories.text("The person who gave it to us is at risk."),
    )
    publication = factories.published(claim)
    row = publication.document["evidence"][-1]
    assert row["public_reason"]["en"] == "The person who gave it to us is at risk."
    assert "hidden" not in str(publication.document)
    assert "secret words" not in str(publication.document)
    assert PublishedClaim.objects.get().evidence.last().source == ""


def test_a_compound_claim_shows_the_current_verdicts_of_its_parts() -> None:
    parent = factories.published().claim
    child = factories.checkable_claim(parent=parent)
    factories.published(child, rating="false")
    row = PublishedClaim.objects.get(slug=parent.slug)
    assert [(part["slug"], part["rating"]["slug"]) for part in row.children] == [(child.slug, "false")]
