from datetime import date

import pytest

from claims.models import Publication, PublishedClaim
from claims.workflow import VerbRefused, publish_unverified, schedule_review, start_assessment
from tests import factories

pytestmark = pytest.mark.django_db


def test_review_and_expiry_of_a_published_verdict_are_a_new_version() -> None:
    claim = factories.published().claim
    publication = schedule_review(
        claim, review_due=date(2026, 1, 1), expires_on=date(2027, 1, 1), by=factories.user("editor")
    )
    assert (publication.kind, publication.version) == ("update", 2)
    row = PublishedClaim.objects.get()
    assert (row.review_due, row.expires_on) == (date(2026, 1, 1), date(2027, 1, 1))


def test_the_dates_can_be_cleared() -> None:
    claim, bob = factories.published(review_due=date(2026, 1, 1)).claim, factories.user("editor")
    schedule_review(claim, review_due=None, by=bob)
    assert PublishedClaim.objects.get().review_due is None


def test_the_next_assessment_starts_from_the_dates_that_readers_know() -> None:
    claim = factories.published().claim
    schedule_review(claim, review_due=date(2026, 1, 1), by=factories.user("editor"))
    assert start_assessment(claim, by=factories.user()).review_due == date(2026, 1, 1)


def test_the_present_dates_are_no_change() -> None:
    claim = factories.published(review_due=date(2026, 1, 1)).claim
    with pytest.raises(VerbRefused, match="present dates"):
        schedule_review(claim, review_due=date(2026, 1, 1), by=factories.user("editor"))
    assert Publication.objects.count() == 1


def test_a_verdict_does_not_expire_before_the_day_it_is_meant_for() -> None:
    claim = factories.published(as_of=date(2025, 2, 1)).claim
    with pytest.raises(VerbRefused, match="before the one"):
        schedule_review(claim, review_due=None, expires_on=date(2025, 1, 1), by=factories.user("editor"))


def test_a_claim_without_a_verdict_has_no_review_dates() -> None:
    bob, claim = factories.user("editor"), factories.checkable_claim()
    publish_unverified(claim, by=bob)
    with pytest.raises(VerbRefused, match="Only a published verdict"):
        schedule_review(claim, review_due=date(2026, 1, 1), by=bob)
