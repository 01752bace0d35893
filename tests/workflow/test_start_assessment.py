import pytest

from claims.workflow import VerbRefused, start_assessment
from tests import factories

pytestmark = pytest.mark.django_db


def test_starting_says_that_the_claim_is_being_checked() -> None:
    claim = factories.claim()
    start_assessment(claim, by=factories.user())
    claim.refresh_from_db()
    assert claim.verification_status == "in_progress"


def test_a_claim_has_one_open_assessment() -> None:
    claim, alice = factories.claim(), factories.user()
    start_assessment(claim, by=alice)
    with pytest.raises(VerbRefused, match="already has an open"):
        start_assessment(claim, by=alice)


def test_a_candidate_is_accepted_first() -> None:
    claim = factories.claim(stage="candidate")
    with pytest.raises(VerbRefused, match="Accept the claim first"):
        start_assessment(claim, by=factories.user())
