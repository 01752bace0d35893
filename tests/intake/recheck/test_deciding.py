"""What people do about links; nothing of it happens by itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.checks import the_archiver_exists
from claims.intake.recheck import (
    ArchivingFailed,
    archive_source,
    check_link,
    renew_article,
    say_looked_at,
    use_new_address,
)
from claims.intake.recheck.archiving import TimeGate
from claims.intake.recheck.queue import note_new_addresses
from claims.intake.recheck.review_due import tell_reviews_due
from claims.models import Link, Notification, User, claims_due_for_review, claims_with_link_rot
from claims.web import NotFetched
from claims.workflow import VerbRefused, schedule_review
from tests import factories
from tests.intake.recheck.conftest import page, shows
from tests.website import Website

Linked = Callable[..., Link]
OTHER = "Harga beras turun sepuluh persen, kata badan statistik kemarin siang di Jakarta. " * 4


def test_a_changed_text_that_somebody_looked_at_is_the_one_to_compare_with(
    site: Website, linked: Linked, alice: User
) -> None:
    link = check_link(linked(shows(site, "/beras")))
    shows(site, "/beras", OTHER)
    check_link(link)
    say_looked_at(link, by=alice)
    assert (link.state, link.looked_by) == (Link.State.ALIVE, alice)
    assert check_link(link).state == Link.State.ALIVE


def test_a_dead_source_stays_dead_and_leaves_the_desk_when_somebody_looked(
    site: Website, linked: Linked, alice: User, bob: User
) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    link = linked(site.address("/hilang"))
    factories.evidence(claim, source=link.source)
    assert not claims_with_link_rot().exists()
    check_link(link)
    check_link(link)
    assert list(claims_with_link_rot()) == [claim]
    assert Link.objects.needing_a_person().of_published_claims().get() == link
    say_looked_at(link, by=alice)
    assert not claims_with_link_rot().exists()
    assert check_link(link).state == Link.State.DEAD
    assert not claims_with_link_rot().exists()


def test_the_new_address_is_used_by_a_click_alone(site: Website, linked: Linked, alice: User) -> None:
    shows(site, "/baru")
    link = check_link(linked(site.redirects("/beras", "/baru", status=308)))
    source: Any = link.source
    use_new_address(link, by=alice)
    source.refresh_from_db()
    assert source.url == source.canonical_url == site.address("/baru")
    assert (link.url, link.state) == (source.url, Link.State.ALIVE)
    with pytest.raises(VerbRefused):
        use_new_address(link, by=alice)


def test_an_article_gets_a_new_snapshot_by_a_click_and_its_quotes_are_found_again(site: Website, alice: User) -> None:
    url = site.has("/berita", page())
    article = factories.article(url=url, canonical_url=url)
    claim = factories.claim()
    factories.appearance(claim, factories.snapshot(article=article))
    note_new_addresses()
    link = Link.objects.get(article=article)
    report = renew_article(link, by=alice)
    assert report.snapshot is not None
    assert article.snapshots.count() == 2
    assert [row.claim for row in report.gone] == [claim]
    site.has("/berita", b"gone", status=404)
    with pytest.raises(NotFetched, match="404"):
        renew_article(link, by=alice)


def test_without_a_role_nobody_decides(linked: Linked) -> None:
    link = linked("https://a.example/")
    charlie = factories.user("")
    for decide in (say_looked_at, use_new_address):
        with pytest.raises(VerbRefused):
            decide(link, by=charlie)
    with pytest.raises(VerbRefused):
        archive_source(link.document, by=charlie)  # type: ignore[arg-type]


def test_by_default_no_archive_is_asked(linked: Linked, alice: User) -> None:
    source: Any = linked("https://a.example/").source
    with pytest.raises(ArchivingFailed, match="by hand"):
        archive_source(source, by=alice)


def test_a_time_gate_gives_the_address_of_its_copy(
    site: Website, linked: Linked, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source: Any = linked("https://a.example/x").source
    settings.ARCHIVER = "claims.intake.recheck.archiving.TimeGate"
    monkeypatch.setattr(TimeGate, "timegate", site.address("/web/"))
    copy = shows(site, "/web/20260102/x", memento_datetime="Fri, 02 Jan 2026 10:00:00 GMT")
    site.redirects("/web/https://a.example/x", "/web/20260102/x")
    assert archive_source(source, by=alice) == copy
    source.refresh_from_db()
    assert source.archived_url == copy


@pytest.mark.parametrize("path", ["claims.intake.recheck.archiving.TimeGat", "claims.models.Claim", "nowhere"])
def test_an_archiver_that_is_none_is_told_before_the_first_request(settings: Any, path: str) -> None:
    assert the_archiver_exists() == []
    settings.ARCHIVER = path
    assert [error.id for error in the_archiver_exists()] == ["claims.E003"]


def test_an_archive_without_a_copy_says_so(
    site: Website, linked: Linked, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source: Any = linked("https://a.example/x").source
    settings.ARCHIVER = "claims.intake.recheck.archiving.TimeGate"
    monkeypatch.setattr(TimeGate, "timegate", site.address("/web/"))
    with pytest.raises(ArchivingFailed, match="no copy"):
        archive_source(source, by=alice)


def test_an_archive_never_hears_of_a_confidential_source(alice: User) -> None:
    source = factories.source()
    factories.evidence(factories.claim(), source=source, confidential=True, public_reason={"en": "A whistleblower."})
    with pytest.raises(VerbRefused, match="confidential"):
        archive_source(source, by=alice)


def test_a_verdict_whose_day_has_come_is_due_and_told_once(alice: User, bob: User) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    factories.published(author=alice, approver=bob)
    tomorrow = timezone.localdate() + timedelta(days=1)
    schedule_review(claim, review_due=tomorrow, by=bob)
    assert not claims_due_for_review().exists()
    assert list(claims_due_for_review(today=tomorrow)) == [claim]
    schedule_review(claim, review_due=date(2025, 3, 1), by=bob)
    assert tell_reviews_due.call() == 1
    assert {row.recipient for row in Notification.objects.filter(kind="review-due")} == {alice, bob}
    Notification.objects.update(read_at=timezone.now())
    assert tell_reviews_due.call() == 0
