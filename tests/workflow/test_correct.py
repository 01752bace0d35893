import pytest

from claims.models import Publication, PublishedClaim
from claims.workflow import VerbRefused, correct
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = {"en": "We had misread the table.", "id": "Kami salah membaca tabel."}


def test_a_correction_changes_the_rating_and_keeps_the_old_version() -> None:
    first = factories.published(rating="half-true")
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(first.claim, author=alice, approver=bob, rating="false")
    second = correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=NOTE)
    assert (second.version, second.kind, second.correction_type) == (2, "correction", "rating-changed")
    [entry] = second.document["corrections"]
    assert (entry["version"], entry["note"]) == (2, NOTE)
    assert Publication.objects.get(version=1).document["rating"]["slug"] == "half-true"
    assert PublishedClaim.objects.get().rating == "false"


def test_corrections_add_up() -> None:
    claim = factories.published(rating="half-true").claim
    for rating in ("false", "true"):
        alice, bob = factories.user(), factories.user("editor")
        assessment = factories.approved(claim, author=alice, approver=bob, rating=rating)
        last = correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=NOTE)
    assert [entry["version"] for entry in last.document["corrections"]] == [2, 3]


@pytest.mark.parametrize("note", [{}, "", {"en": "Only English."}, {"en": " ", "id": " "}])
def test_a_correction_needs_a_public_note_in_every_language(note: object) -> None:
    first = factories.published(rating="half-true")
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(first.claim, author=alice, approver=bob, rating="false")
    with pytest.raises(VerbRefused, match="public note"):
        correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=note)


@pytest.mark.parametrize(("rating", "wrong_type"), [("false", "minor"), ("half-true", "rating-changed")])
def test_the_type_says_whether_the_rating_changed(rating: str, wrong_type: str) -> None:
    first = factories.published(rating="half-true")
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(first.claim, author=alice, approver=bob, rating=rating)
    with pytest.raises(VerbRefused, match="when, and only when"):
        correct(assessment, by=bob, correction_type=Publication.CorrectionType(wrong_type), note=NOTE)


def test_only_what_is_published_can_be_corrected() -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(author=alice, approver=bob)
    with pytest.raises(VerbRefused, match="Only a published claim"):
        correct(assessment, by=bob, correction_type=Publication.CorrectionType.MINOR, note=NOTE)
