import pytest

from claims.models import EditorialPolicy, Source
from claims.workflow import VerbRefused, approve, ask_panel, readiness, submit
from tests import factories

pytestmark = pytest.mark.django_db


def missing(subject: object) -> dict[str, str]:
    return {one.code: one.field for one in readiness(subject) if not one.fulfilled}


def test_a_claim_says_what_readers_would_miss() -> None:
    claim = factories.claim(statement={"en": "Rice is dear."}, without_appearance=False, stage="candidate")
    assert missing(claim) == {
        "missing_language": "statement",
        "not_accepted": "stage",
        "no_appearance": "appearances",
    }


def test_a_draft_says_what_is_missing_and_where_it_is_mended() -> None:
    alice = factories.user()
    draft = factories.draft(author=alice, rating=None, summary={}, confidence="", as_of=None)
    assert missing(draft) == {
        "no_rating": "rating",
        "missing_language": "summary",
        "no_confidence": "confidence",
        "no_as_of": "as_of",
        "not_approved": "state",
    }


def test_what_is_there_is_listed_as_well() -> None:
    draft = factories.draft(author=factories.user())
    assert {"too_little_evidence", "too_few_publishers"} <= {one.code for one in readiness(draft) if one.fulfilled}


def test_votes_that_were_asked_for_are_on_the_list() -> None:
    alice = factories.user()
    assessment = ask_panel(factories.draft(author=alice), votes=2, by=alice)
    assert missing(assessment) == {"votes_missing": "votes", "not_approved": "state"}


def test_the_list_and_the_gate_are_the_same_rules() -> None:
    alice = factories.user()
    draft = factories.draft(factories.claim(), author=alice, summary={})
    with pytest.raises(VerbRefused) as refusal:
        submit(draft, by=alice)
    asked = {objection.code for objection in refusal.value.objections}
    assert asked == set(missing(draft)) - {"not_approved"}


def test_the_policy_sets_the_bar() -> None:
    EditorialPolicy.objects.update(minimum_evidence=3, minimum_publishers=1, archived_copies_required=True)
    alice = factories.user()
    draft = factories.draft(author=alice)
    assert set(missing(draft)) == {"too_little_evidence", "no_archived_copy", "not_approved"}
    factories.evidence(draft.claim)
    Source.objects.update(archived_url="https://archive.example/1")
    assert set(missing(draft)) == {"not_approved"}
    assert approve(submit(draft, by=alice), by=factories.user("editor")).state == "approved"
