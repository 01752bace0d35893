import pytest

from claims.models import Assessment, Look
from claims.record import ClaimDocument, build_document
from claims.workflow import look, redact
from tests import factories

pytestmark = pytest.mark.django_db


def document_of(assessment: Assessment) -> ClaimDocument:
    fresh = Assessment.objects.get(pk=assessment.pk)
    return build_document(fresh.claim, fresh)


def edit(assessment: Assessment, words: str) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(summary=factories.text(words))


def test_the_first_look_has_nothing_before_it() -> None:
    draft = factories.draft(author=factories.user())
    assert look(draft.claim, document=document_of(draft), by=factories.user("editor")) is None


def test_a_later_look_tells_what_was_seen_before_the_change() -> None:
    draft, bob = factories.draft(author=factories.user()), factories.user("editor")
    look(draft.claim, document=document_of(draft), by=bob)
    edit(draft, "Quite another summary.")
    seen = look(draft.claim, document=document_of(draft), by=bob)
    assert seen is not None
    assert seen.document["summary"]["en"] == "Prices rose, though less than said."


def test_a_page_that_is_loaded_again_shows_the_same_difference() -> None:
    draft, bob = factories.draft(author=factories.user()), factories.user("editor")
    look(draft.claim, document=document_of(draft), by=bob)
    edit(draft, "Quite another summary.")
    first = look(draft.claim, document=document_of(draft), by=bob)
    assert look(draft.claim, document=document_of(draft), by=bob) == first


def test_everybody_has_seen_what_they_saw_themselves() -> None:
    draft = factories.draft(author=factories.user())
    look(draft.claim, document=document_of(draft), by=factories.user("editor"))
    edit(draft, "Quite another summary.")
    assert look(draft.claim, document=document_of(draft), by=factories.user("editor")) is None


def test_a_redaction_takes_away_what_reviewers_saw() -> None:
    claim = factories.published().claim
    verdict = claim.assessments.get()
    look(claim, document=document_of(verdict), by=factories.user("editor"))
    redact(claim, fields=["summary"], note=factories.text("By order."), by=factories.user("administrator"))
    assert not Look.objects.exists()
