"""The desk: piles, figures, pictures and the first steps."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.admin.pictures import WEEKS
from claims.models import Claim, ReaderReport, User
from claims.workflow import assign, schedule_review
from tests import factories
from tests.admin.desk import Desk, text_of

DESK = "/admin/"
STATEMENT = factories.text("Rice became three times dearer in Jakarta.", "Beras naik tiga kali lipat.")


def desk_of(person: Desk) -> Any:
    return person.open(DESK).context["desk"]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def pile(person: Desk, title: str) -> list[str]:
    desk = desk_of(person)
    (found,) = [each for each in [*desk.waiting, *desk.newsroom] if str(each.title) == title]
    return [row.title for row in found.rows]


def test_a_verdict_whose_day_has_come_is_due(bob: User, bob_desk: Desk) -> None:
    today = timezone.localdate()
    due, later = (factories.published(factories.checkable_claim(statement=STATEMENT)).claim for _number in range(2))
    schedule_review(due, review_due=today, expires_on=None, by=bob)
    schedule_review(later, review_due=today + timedelta(days=1), expires_on=None, by=bob)
    assert pile(bob_desk, "Due for another look") == [str(due)]
    listed = bob_desk.open(reverse("admin:claims_claim_changelist"), due="yes")
    assert list(listed.context["cl"].result_list) == [due]


def test_a_candidate_that_says_what_is_published_is_found(alice_desk: Desk) -> None:
    factories.published(factories.checkable_claim(statement=STATEMENT))
    factories.claim(stage=Claim.Stage.CANDIDATE, statement=STATEMENT)
    factories.claim(stage=Claim.Stage.CANDIDATE, statement=factories.text("Sugar is white.", "Gula putih."))
    assert pile(alice_desk, "Probably repeats") == [STATEMENT["en"]]


def test_reports_that_wait_for_an_answer_lie_on_the_desk(bob_desk: Desk) -> None:
    ReaderReport.objects.create(kind="suggestion", text="Is it true?", language="en")
    ReaderReport.objects.create(kind="suggestion", text="Answered", language="en", state="declined", answer="No.")
    assert pile(bob_desk, "Reports of readers") == ["Is it true?"]


def test_sources_that_would_be_lost_are_named(bob_desk: Desk) -> None:
    claim = factories.checkable_claim()
    factories.evidence(claim, source=factories.source(title="Kept", archived_url="https://archive.example/1"))
    factories.source(title="Used nowhere")
    factories.published(claim)
    titles = pile(bob_desk, "Sources without an archived copy")
    assert len(titles) == 2
    assert {"Kept", "Used nowhere"}.isdisjoint(titles)


def test_what_was_published_today_is_shown(bob_desk: Desk) -> None:
    claim = factories.published(factories.checkable_claim(statement=STATEMENT)).claim
    assert pile(bob_desk, "Published today") == [str(claim)]


def test_a_long_pile_shows_some_and_counts_to_a_hundred(bob_desk: Desk) -> None:
    ReaderReport.objects.bulk_create(
        ReaderReport(kind="suggestion", text=f"Number {number}", language="en") for number in range(120)
    )
    (found,) = [each for each in desk_of(bob_desk).newsroom if str(each.title) == "Reports of readers"]
    assert (len(found.rows), found.count) == (6, "100+")


def test_the_pictures_say_in_words_what_they_show(alice: User, bob_desk: Desk) -> None:
    factories.submitted(author=alice)
    factories.claim(stage=Claim.Stage.CANDIDATE)
    published = factories.published().claim
    Claim.objects.filter(pk=published.pk).update(created_at=timezone.now() - timedelta(days=3))
    page = bob_desk.open(DESK)
    stages, days = page.context["desk"].pictures
    assert {bar.label: bar.value for bar in stages.bars}["submitted"] == 1
    assert {bar.label: bar.value for bar in stages.bars}["candidates"] == 1
    assert len(days.bars) == WEEKS
    assert days.bars[-1].value == pytest.approx(3, abs=0.1)
    assert "submitted: 1" in page.rendered_content
    assert '<th scope="row"><a href="/admin/claims/assessment/?state__exact=submitted">submitted</a></th>' in (
        page.rendered_content
    )


def test_numbers_in_drawings_have_points_in_every_language(bob_desk: Desk) -> None:
    factories.claim(stage=Claim.Stage.CANDIDATE)
    bob_desk.client.cookies["django_language"] = "id"
    published = factories.published().claim
    Claim.objects.filter(pk=published.pk).update(created_at=timezone.now() - timedelta(days=3, hours=12))
    # The header has a drawing of its own, the bell.
    content = bob_desk.open(DESK).rendered_content.partition('id="content-main"')[2]
    drawings = re.findall(r"<svg viewBox.*?</svg>", content, re.DOTALL)
    assert len(drawings) == 2
    measures = [measure for drawing in drawings for measure in re.findall(r' (?:width|height|x|y)="([^"]*)"', drawing)]
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", measure) for measure in measures), measures


def test_the_first_steps_are_ticked_from_what_was_really_done(alice: User, alice_desk: Desk) -> None:
    def done() -> list[bool]:
        return [step.done for step in desk_of(alice_desk).first_steps]

    assert done() == [False] * 4
    claim = factories.checkable_claim()
    assign(claim, to=alice, by=alice)
    assert done() == [True, False, False, False]
    draft = factories.draft(claim, author=alice)
    assert done() == [True, True, False, False]
    factories.submit(draft, by=alice)
    assert done() == [True, True, True, False]


def test_an_editor_is_shown_the_review_as_a_step_and_a_published_author_all_done(bob: User, bob_desk: Desk) -> None:
    factories.published(author=factories.user(), approver=bob)
    steps = desk_of(bob_desk).first_steps
    assert [step.done for step in steps] == [False, False, False, True, True]


def test_every_link_of_the_first_steps_opens(bob: User, bob_desk: Desk) -> None:
    assign(factories.claim(), to=bob, by=bob)
    for step in desk_of(bob_desk).first_steps:
        assert bob_desk.client.get(step.address, follow=True).status_code == 200, step.title


def test_the_first_steps_are_put_away_and_taken_out_again(alice_desk: Desk) -> None:
    address = reverse("admin:first-steps")
    alice_desk.client.post(address, {"hide": "1"})
    page = alice_desk.open(DESK)
    assert page.context["desk"].first_steps == []
    assert "Show the first steps again" in text_of(page)
    alice_desk.client.post(address, {"show": "1"})
    assert len(desk_of(alice_desk).first_steps) == 4
    assert alice_desk.open(address).status_code == 405


def test_an_outsider_has_an_empty_desk(charlie_desk: Desk) -> None:
    factories.published()
    page = charlie_desk.open(DESK)
    assert page.context["desk"] is None
    assert page.status_code == 200


def test_the_desk_needs_a_bounded_number_of_queries(
    alice: User, bob_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        factories.submitted(author=alice)
        factories.claim(stage=Claim.Stage.CANDIDATE, statement=factories.text(f"Candidate number {number}"))
    for _number in range(3):
        factories.published()
    ReaderReport.objects.bulk_create(
        ReaderReport(kind="suggestion", text=f"Number {number}", language="en") for number in range(12)
    )
    bob_desk.open(DESK)
    # Eight of them look for what the newest candidates repeat.
    with django_assert_max_num_queries(36):
        bob_desk.open(DESK)
