"""One verb on many rows: what is refused is said before and after, and nothing is skipped in silence."""

from typing import Any

import pytest

from claims.admin import bulk_verbs
from claims.models import Claim, Link, User
from claims.workflow import approve
from tests import factories
from tests.admin.desk import Desk, said, text_of
from tests.website import website

LIST = "/admin/claims/claim/"
SOURCES = "/admin/claims/source/"


def choose(desk: Desk, action: str, *rows: Any, where: str = LIST, **typed: Any) -> Any:
    return desk.client.post(where, {"action": action, "_selected_action": [row.pk for row in rows], **typed})


def test_the_page_before_names_what_is_refused_and_why_and_does_nothing(alice_desk: Desk) -> None:
    candidate, accepted = factories.claim(stage="candidate"), factories.claim()
    page = choose(alice_desk, "accept_chosen", candidate, accepted)
    assert "It can be done with 1 of 2" in text_of(page)
    assert "Refused: Only a candidate or a dismissed claim can be accepted." in text_of(page)
    candidate.refresh_from_db()
    assert candidate.stage == Claim.Stage.CANDIDATE


def test_the_page_after_names_what_was_done_and_what_was_refused(alice_desk: Desk) -> None:
    candidate, accepted = factories.claim(stage="candidate"), factories.claim()
    page = choose(alice_desk, "accept_chosen", candidate, accepted, confirmed="yes")
    assert "Done: 1. Refused: 1." in text_of(page)
    assert [result.row for result in page.context["done"]] == [candidate]
    assert [result.row for result in page.context["refused"]] == [accepted]
    candidate.refresh_from_db()
    assert candidate.stage == Claim.Stage.ACCEPTED


def test_claims_are_dismissed_for_one_reason_and_the_reason_is_asked_for(alice_desk: Desk) -> None:
    claims = [factories.claim(), factories.claim()]
    page = choose(alice_desk, "dismiss_chosen", *claims, confirmed="yes")
    assert page.context["form"].errors == {"dismissal_reason": ["This field is required."]}
    choose(alice_desk, "dismiss_chosen", *claims, confirmed="yes", dismissal_reason="opinion")
    assert set(Claim.objects.values_list("stage", "dismissal_reason")) == {("dismissed", "opinion")}


def test_a_researcher_assigns_to_themselves_and_is_told_about_the_rest(
    alice: User, bob: User, alice_desk: Desk, bob_desk: Desk
) -> None:
    free, taken = factories.claim(), factories.claim(assigned_to=bob)
    page = choose(alice_desk, "assign_chosen", free, taken, confirmed="yes", to=alice.pk)
    assert [result.reasons for result in page.context["refused"]] == [["Your role assigns claims only to yourself."]]
    free.refresh_from_db()
    assert free.assigned_to == alice
    choose(bob_desk, "assign_chosen", free, taken, confirmed="yes", to=alice.pk)
    assert Claim.objects.filter(assigned_to=alice).count() == 2


def test_topics_are_added_and_taken_away_and_the_others_stay(alice_desk: Desk, alice: User, bob: User) -> None:
    old, new, kept = factories.topic(), factories.topic(), factories.topic()
    claim = factories.approved(author=alice, approver=bob).claim
    claim.topics.add(old, kept)
    verdict = approve(claim.assessments.get(), by=bob)
    choose(alice_desk, "tag_chosen", claim, confirmed="yes", add=[new.pk], remove=[old.pk])
    assert set(claim.topics.all()) == {new, kept}
    verdict.refresh_from_db()
    assert verdict.state == "submitted"


def test_the_same_topics_again_are_no_edit(alice_desk: Desk) -> None:
    topic = factories.topic()
    claim = factories.claim()
    claim.topics.add(topic)
    claim.refresh_from_db()
    choose(alice_desk, "tag_chosen", claim, confirmed="yes", add=[topic.pk])
    assert Claim.objects.get().revision == claim.revision


@pytest.mark.parametrize("chosen", [[], ["both"]])
def test_topics_have_to_be_chosen_and_not_twice(alice_desk: Desk, chosen: list[str]) -> None:
    topic = factories.topic()
    keys = [topic.pk] if chosen else []
    page = choose(alice_desk, "tag_chosen", factories.claim(), confirmed="yes", add=keys, remove=keys)
    assert page.context["form"].errors


def test_review_dates_are_set_where_there_is_a_verdict(alice: User, bob: User, bob_desk: Desk) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    page = choose(
        bob_desk, "schedule_review_chosen", claim, factories.claim(), confirmed="yes", review_due="2031-01-01"
    )
    assert (len(page.context["done"]), len(page.context["refused"])) == (1, 1)


def test_links_are_put_first(alice_desk: Desk, settings: Any) -> None:
    with website(settings) as site:
        url = site.has("/x", b"Rice is dear. " * 20, content_type="text/plain")
        source = factories.source(url=url, canonical_url=url)
        claim, lonely = factories.claim(), factories.claim()
        factories.evidence(claim, source=source)
        page = choose(alice_desk, "recheck_chosen", claim, lonely, confirmed="yes")
        assert [result.row for result in page.context["done"]] == [claim]
        assert [result.reasons for result in page.context["refused"]] == [
            ["There is no address that could be checked."]
        ]
        assert Link.objects.get(source=source).state == Link.State.ALIVE
        page = choose(alice_desk, "recheck_chosen", source, where=SOURCES, confirmed="yes")
        assert [result.row for result in page.context["done"]] == [source]


def test_too_many_at_once_are_refused_before_anything_is_done(
    alice_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_verbs, "MOST_ROWS", 1)
    page = choose(alice_desk, "accept_chosen", factories.claim(stage="candidate"), factories.claim(stage="candidate"))
    assert said(page) == ["Nothing was done. Choose at most 1 at a time."]


def test_who_has_no_role_is_not_even_asked(charlie_desk: Desk) -> None:
    assert choose(charlie_desk, "accept_chosen", factories.claim()).status_code == 403
