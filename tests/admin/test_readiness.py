"""The list of what is missing, and that each link leads to the place where it is mended."""

from urllib.parse import urlsplit

import pytest

from claims.models import Claim, EditorialPolicy, User
from claims.workflow import ask_panel, submit
from tests import factories
from tests.admin.desk import Desk, text_of


def missing(page: object) -> dict[str, str]:
    steps = page.context["steps"]  # type: ignore[attr-defined]
    return {step.requirement.code: step.address for step in steps if not step.requirement.fulfilled}


def assert_place_exists(desk: Desk, address: str) -> None:
    parts = urlsplit(address)
    page = desk.open(parts.path)
    assert page.status_code == 200
    if parts.fragment:
        assert f'id="{parts.fragment}"' in page.rendered_content, address


def test_every_missing_thing_of_a_claim_has_a_link_to_its_place(alice_desk: Desk) -> None:
    claim = factories.claim(statement={"en": "Rice."}, without_appearance=False, stage=Claim.Stage.CANDIDATE)
    found = missing(alice_desk.page(claim))
    assert set(found) == {"missing_language", "not_accepted", "no_appearance"}
    for address in found.values():
        assert_place_exists(alice_desk, address)


def test_every_missing_thing_of_a_draft_has_a_link_to_its_place(alice: User, alice_desk: Desk) -> None:
    EditorialPolicy.objects.update(minimum_evidence=9, minimum_publishers=9, archived_copies_required=True)
    draft = factories.draft(author=alice, summary={}, confidence="", as_of=None)
    found = missing(alice_desk.page(draft))
    assert {"too_little_evidence", "too_few_publishers", "no_archived_copy", "missing_language"} <= set(found)
    for address in found.values():
        assert_place_exists(alice_desk, address)
    draft = factories.draft(author=alice, rating=None)
    assert_place_exists(alice_desk, missing(alice_desk.page(draft))["no_rating"])


def test_the_page_says_what_is_missing_and_what_is_there(alice: User, alice_desk: Desk) -> None:
    text = text_of(alice_desk.page(factories.draft(author=alice, confidence="")))
    assert "Missing: Confidence Say how sure the evidence makes you." in text
    assert "There: ✓ Rating" in text or "There: Rating" in text


def test_the_claim_page_shows_the_list_of_its_open_verdict(alice: User, alice_desk: Desk) -> None:
    draft = factories.draft(author=alice, as_of=None)
    assert "no_as_of" in missing(alice_desk.page(draft.claim))


def test_missing_votes_lead_to_the_ballot(alice: User, bob_desk: Desk) -> None:
    draft = ask_panel(factories.draft(author=alice), votes=1, by=alice)
    page = bob_desk.page(submit(draft, by=alice))
    assert missing(page)["votes_missing"].endswith("/verb/cast_vote/")


@pytest.mark.django_db
def test_a_published_claim_has_nothing_left_to_do(alice_desk: Desk) -> None:
    assert alice_desk.page(factories.published().claim).context["steps"] == []
