"""Links at the desk: what went is seen, and what a person does about it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from claims.intake.recheck.queue import note_new_addresses
from claims.models import Link, Source, User
from claims.workflow import schedule_review
from tests import factories
from tests.admin.desk import Desk, address, said, text_of
from tests.website import Website, website


@pytest.fixture
def site(settings: Any) -> Iterator[Website]:
    with website(settings) as running:
        yield running


def link_of(source: Source, **fields: Any) -> Link:
    note_new_addresses()
    Link.objects.filter(source=source).update(**fields)
    return Link.objects.get(source=source)


def act(desk: Desk, link: Link, name: str) -> Any:
    return desk.client.post(f"/admin/claims/link/{link.pk}/act/", {"act": name})


def test_a_dead_source_of_a_published_claim_waits_at_the_desk_until_somebody_looked(
    alice: User, bob: User, alice_desk: Desk
) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    link = link_of(claim.evidence.first().source, state="dead", reason="The server answers with status 404.")  # type: ignore[union-attr]
    piles = {str(pile.title): pile for pile in alice_desk.open("/admin/").context["desk"].newsroom}
    assert [row.title for row in piles["Link rot"].rows] == [str(claim)]
    listed = alice_desk.open("/admin/claims/claim/", look="links")
    assert list(listed.context["cl"].result_list) == [claim]
    page = alice_desk.open(address(link, "change", link.pk))
    assert "The server answers with status 404." in text_of(page)
    assert said(act(alice_desk, link, "looked-at")) == ["Noted. It leaves the desk until something else happens to it."]
    piles = {str(pile.title): pile for pile in alice_desk.open("/admin/").context["desk"].newsroom}
    assert piles["Link rot"].rows == []


def test_the_quotes_that_a_changed_text_no_longer_has_are_shown(alice_desk: Desk) -> None:
    link = link_of(factories.source(), state="changed", quotes_gone=["<b>rose</b> by a third"])
    page = alice_desk.open(address(link, "change", link.pk))
    assert "“<b>rose</b> by a third”" in text_of(page)
    Link.objects.filter(pk=link.pk).update(quotes_gone=[])
    assert "no longer there" not in text_of(alice_desk.open(address(link, "change", link.pk)))


def test_a_verdict_whose_day_has_come_waits_at_the_desk(alice: User, bob: User, alice_desk: Desk) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    schedule_review(claim, review_due=date(2025, 3, 1), by=bob)
    piles = {str(pile.title): pile for pile in alice_desk.open("/admin/").context["desk"].newsroom}
    assert [row.title for row in piles["Due for another look"].rows] == [str(claim)]
    assert list(alice_desk.open("/admin/claims/claim/", due="yes").context["cl"].result_list) == [claim]


def test_an_address_is_checked_at_once_when_somebody_asks(site: Website, alice_desk: Desk) -> None:
    source = factories.source(url=site.has("/x", b"Rice is dear. " * 20, content_type="text/plain"))
    link = link_of(source)
    act(alice_desk, link, "check")
    link.refresh_from_db()
    assert link.state == "alive"
    page = alice_desk.open(address(source, "change", source.pk))
    assert address(link, "change", link.pk) in page.content.decode()


def test_a_moved_source_gets_its_new_address_by_a_click(alice_desk: Desk) -> None:
    source = factories.source()
    link = link_of(source, state="moved", final_url="https://new.example/report")
    act(alice_desk, link, "use-new")
    source.refresh_from_db()
    assert source.url == "https://new.example/report"


def test_no_archive_is_asked_unless_one_was_chosen(alice_desk: Desk) -> None:
    link = link_of(factories.source())
    assert said(act(alice_desk, link, "archive")) == [
        "No archive is chosen (ARCHIVER). Type the address of a copy by hand."
    ]


def test_what_is_not_offered_is_refused(alice_desk: Desk, charlie_desk: Desk) -> None:
    link = link_of(factories.source())
    assert act(alice_desk, link, "use-new").status_code == 404
    assert act(alice_desk, link, "nonsense").status_code == 404
    assert act(charlie_desk, link, "check").status_code == 404
    assert alice_desk.open(f"/admin/claims/link/{link.pk}/act/").status_code == 404
