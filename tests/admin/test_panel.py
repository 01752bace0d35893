"""Votes in the admin: blind until cast, whichever page one looks at."""

import pytest

from claims.models import Assessment, User, Vote
from claims.workflow import ask_panel, cast_vote, submit
from tests import factories
from tests.admin.desk import Desk, address, text_of, verb_address


@pytest.fixture
def voted_on(alice: User, bob: User) -> Assessment:
    assessment = submit(ask_panel(factories.draft(author=alice), votes=2, by=alice), by=alice)
    cast_vote(assessment, rating=assessment.rating, rationale="Because of the harbour report.", by=bob)
    return assessment


def carol_desk() -> Desk:
    return Desk(factories.user("editor", username="carol", public_name="Carol"))


def test_a_vote_is_shown_nowhere_before_ones_own(voted_on: Assessment) -> None:
    carol = carol_desk()
    pages = [
        carol.page(voted_on),
        carol.page(voted_on.claim),
        carol.open(address(voted_on, "history", voted_on.pk)),
        carol.open(address(voted_on.claim, "history", voted_on.claim_id)),
        carol.open(address(Vote, "changelist")),
        carol.open(address(Vote, "changelist"), q="harbour"),
        carol.open("/admin/"),
    ]
    assert all("harbour" not in text_of(page).replace("q=harbour", "") for page in pages)
    hidden = carol.open(address(Vote, "change", Vote.objects.get().pk))
    assert hidden.status_code == 302
    assert "1 of 2 votes cast." in text_of(pages[0])


def test_after_voting_one_sees_the_others(voted_on: Assessment) -> None:
    carol = carol_desk()
    carol.verb(voted_on, "cast_vote", rating=voted_on.rating_id, rationale="I agree.")
    text = text_of(carol.page(voted_on))
    assert "Because of the harbour report." in text
    assert "2 of 2 votes cast." in text


def test_the_author_sees_the_votes_when_none_is_missing(voted_on: Assessment, alice_desk: Desk) -> None:
    assert "harbour" not in text_of(alice_desk.page(voted_on))
    cast_vote(voted_on, rating=voted_on.rating, rationale="I agree.", by=factories.user("editor"))
    assert "harbour" in text_of(alice_desk.page(voted_on))


def test_a_panel_is_asked_for_on_its_page(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice)
    alice_desk.verb(draft, "ask_panel", votes="3", publish_split="on")
    draft.refresh_from_db()
    assert (draft.votes_needed, draft.publish_split) == (3, True)
    assert 'value="3"' in alice_desk.open(verb_address(draft, "ask_panel")).rendered_content


def test_a_vote_needs_its_reason(voted_on: Assessment) -> None:
    page = carol_desk().verb(voted_on, "cast_vote", rating=voted_on.rating_id, rationale=" ")
    assert page.context["form"].errors["rationale"]
