import pytest

from claims.models import Claim
from claims.workflow import VerbRefused, accept, dismiss
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_candidate_is_accepted() -> None:
    alice = factories.user()
    assert accept(factories.candidate(by=alice), by=alice).stage == Claim.Stage.ACCEPTED


def test_a_candidate_is_dismissed_with_a_typed_reason() -> None:
    alice = factories.user()
    claim = dismiss(
        factories.candidate(by=alice), by=alice, dismissal_reason=Claim.DismissalReason.OPINION, note={"en": "A view"}
    )
    claim.refresh_from_db()
    assert (claim.stage, claim.dismissal_reason) == ("dismissed", "opinion")


def test_an_unknown_reason_is_refused() -> None:
    alice = factories.user()
    candidate = factories.candidate(by=alice)
    with pytest.raises(ValueError, match="boring"):
        dismiss(candidate, by=alice, dismissal_reason="boring")
    candidate.refresh_from_db()
    assert candidate.stage == "candidate"


def test_a_dismissed_claim_can_come_back() -> None:
    alice = factories.user()
    claim = dismiss(factories.candidate(by=alice), by=alice, dismissal_reason=Claim.DismissalReason.OPINION)
    claim = accept(claim, by=alice)
    assert (claim.stage, claim.dismissal_reason) == ("accepted", "")


def test_an_accepted_claim_is_not_accepted_twice() -> None:
    alice = factories.user()
    claim = factories.accepted(by=alice)
    with pytest.raises(VerbRefused, match="Only a candidate"):
        accept(claim, by=alice)


def test_a_published_claim_is_not_dismissed() -> None:
    claim = factories.published().claim
    with pytest.raises(VerbRefused, match="retracted, not dismissed"):
        dismiss(claim, by=factories.user("editor"), dismissal_reason=Claim.DismissalReason.OPINION)
