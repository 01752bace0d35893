"""Each way in which an address can stop showing what it showed, against a server of this machine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.intake.recheck import checking, say_looked_at
from claims.intake.recheck.checking import check_due_links, check_link, check_now
from claims.models import Appearance, Link, LinkHost, LinkResult, Notification, User
from claims.models.link import KEPT_RESULTS
from tests import factories
from tests.intake.recheck.conftest import TEXT, page, shows
from tests.website import Website

Linked = Callable[..., Link]
State = Link.State


def again(link: Link) -> Link:
    link.refresh_from_db()
    return check_link(link)


def test_a_page_that_is_there_is_there_and_looked_at_in_two_weeks(site: Website, linked: Linked) -> None:
    link = check_link(linked(shows(site, "/beras")))
    assert (link.state, link.status, link.strikes) == (State.ALIVE, 200, 0)
    assert timedelta(days=11) < link.next_check_at - timezone.now() < timedelta(days=17)


def test_the_second_time_only_news_is_asked_for(site: Website, linked: Linked) -> None:
    link = check_link(linked(shows(site, "/beras", etag='"one"', last_modified="Fri, 02 Jan 2026 10:00:00 GMT")))
    site.has("/beras", b"", status=304)
    assert again(link).state == State.ALIVE
    asked = [headers for path, headers in site.asked if path == "/beras"][-1]
    assert asked["if-none-match"] == '"one"'
    assert asked["if-modified-since"] == "Fri, 02 Jan 2026 10:00:00 GMT"


@pytest.mark.parametrize("status", [404, 410, 500])
def test_one_failure_is_a_strike_and_the_second_makes_it_dead(site: Website, linked: Linked, status: int) -> None:
    link = check_link(linked(shows(site, "/beras")))
    site.has("/beras", b"gone", status=status)
    assert (again(link).state, link.strikes) == (State.ALIVE, 1)
    assert link.next_check_at < timezone.now() + timedelta(days=2)
    assert (again(link).state, link.strikes) == (State.DEAD, 2)
    assert str(status) in link.reason
    shows(site, "/beras")
    assert (again(link).state, link.strikes) == (State.ALIVE, 0)


def test_a_server_that_is_away_counts_only_when_others_answer(site: Website, linked: Linked, settings: Any) -> None:
    link = linked("http://127.0.0.1:9/beras")
    settings.FETCHING_ALSO_FROM = {*settings.FETCHING_ALSO_FROM, "127.0.0.1:9"}
    other = linked(shows(site, "/other"))
    Link.objects.filter(pk=other.pk).update(state=State.ALIVE, url="http://127.0.0.1:10/")
    settings.FETCHING_ALSO_FROM = {*settings.FETCHING_ALSO_FROM, "127.0.0.1:10"}
    assert (check_link(link).state, link.strikes) == (State.UNKNOWN, 0)
    Link.objects.filter(pk=other.pk).update(url=other.url)
    assert again(link).strikes == 1


def test_a_text_that_changed_is_told_until_somebody_looked(site: Website, linked: Linked) -> None:
    link = check_link(linked(shows(site, "/beras")))
    shows(site, "/beras", "Harga beras turun sepuluh persen, kata badan statistik kemarin siang. " * 4)
    assert again(link).state == State.CHANGED
    assert again(link).state == State.CHANGED
    shows(site, "/beras")
    assert again(link).state == State.ALIVE


def test_a_changed_text_says_which_quotes_are_no_longer_in_it(site: Website, linked: Linked) -> None:
    link = check_link(linked(shows(site, "/beras")))
    source: Any = link.source
    claim = factories.claim()
    factories.evidence(claim, source=source, quote="naik tiga puluh\n  persen di Jakarta", quote_language="id")
    factories.evidence(claim, source=source, quote="menurut badan statistik", quote_language="id")
    factories.evidence(
        claim,
        source=source,
        quote="pada tahun lalu",
        quote_language="id",
        confidential=True,
        public_reason={"en": "A whistleblower."},
    )
    shows(site, "/beras", "Harga beras turun di Surabaya menurut badan statistik, kata seorang pejabat. " * 4)
    assert again(link).quotes_gone == ["naik tiga puluh persen di Jakarta"]
    shows(site, "/beras")
    assert again(link).quotes_gone == []


def test_menus_and_markup_do_not_count_as_a_change(site: Website, linked: Linked) -> None:
    link = check_link(linked(site.has("/beras", page())))
    changed = (
        page()
        .replace(b"<body>", b"<body><nav><a href='/'>Beranda</a> 12.03 Senin</nav>")
        .replace(b"<p>", b"<p class='x'>")
    )
    site.has("/beras", changed)
    assert again(link).state == State.ALIVE


def test_a_page_that_moved_for_good_says_where(site: Website, linked: Linked) -> None:
    shows(site, "/baru")
    link = check_link(linked(site.redirects("/beras", "/baru", status=301)))
    assert (link.state, link.final_url) == (State.MOVED, site.address("/baru"))


def test_a_detour_for_now_is_no_move(site: Website, linked: Linked) -> None:
    shows(site, "/beras/dibaca")
    assert check_link(linked(site.redirects("/beras", "/beras/dibaca", status=302))).state == State.ALIVE


def test_a_way_to_the_front_page_is_a_page_that_is_gone(site: Website, linked: Linked) -> None:
    site.has("/", page("Berita hari ini. " * 60, "Beranda"))
    link = linked(site.redirects("/beras", "/"))
    check_link(link)
    assert again(link).state == State.SOFT_404
    assert "front page" in link.reason


def test_what_a_host_shows_for_what_it_has_not_is_recognised(site: Website, linked: Linked) -> None:
    shown = page("Kami menyajikan berita terbaru setiap hari untuk Anda di situs ini. " * 12, "Portal")
    unknown = site.pages

    class Any200(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> Any:
            return unknown.get(path) or (None if path == "/robots.txt" else unknown["/shown"])

    site.has("/shown", shown)
    there = linked(site.has("/beras", page()))
    gone = linked(site.address("/hilang"))
    site.pages = Any200(unknown)
    assert check_link(there).state == State.ALIVE
    check_link(gone)
    assert again(gone).state == State.SOFT_404
    assert "pages that it does not have" in gone.reason
    # Asked once a month, not once a link.
    assert len([path for path in site.paths() if len(path) == 33]) == 1


@pytest.mark.parametrize("title", ["404", "Page not found", "Halaman tidak ditemukan"])
def test_a_short_page_that_says_it_is_gone_is_believed(site: Website, linked: Linked, title: str) -> None:
    link = linked(
        site.has("/beras", page("Maaf. Silakan kembali ke halaman depan situs ini untuk mencari berita.", title))
    )
    check_link(link)
    assert again(link).state == State.SOFT_404


def test_a_long_page_about_404_pages_is_not_gone(site: Website, linked: Linked) -> None:
    text = f"Why so many pages say “page not found”, and what editors can do. {TEXT * 3}"
    assert check_link(linked(site.has("/beras", page(text, "Link rot")))).state == State.ALIVE


@pytest.mark.parametrize("status", [401, 403, 429, 451, 503])
def test_a_server_that_does_not_want_to_show_it_makes_nothing_dead(site: Website, linked: Linked, status: int) -> None:
    link = linked(site.has("/beras", b"no", status=status))
    check_link(link)
    assert (again(link).state, link.strikes) == (State.UNKNOWN, 0)


def test_a_server_that_is_busy_takes_no_dead_link_off_the_desk(site: Website, linked: Linked) -> None:
    link = linked(site.address("/hilang"))
    check_link(link)
    assert again(link).state == State.DEAD
    site.has("/hilang", b"busy", status=503)
    assert again(link).state == State.DEAD


def test_what_a_person_says_during_a_check_is_not_lost(
    site: Website, linked: Linked, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = linked(site.address("/hilang"))
    check_link(link)
    again(link)
    ask = checking._ask

    def look_meanwhile(asked: Link) -> Any:
        say_looked_at(Link.objects.get(pk=asked.pk), by=alice)
        return ask(asked)

    monkeypatch.setattr(checking, "_ask", look_meanwhile)
    assert again(link).looked_by == alice


def test_a_server_that_asks_for_patience_gets_it(site: Website, linked: Linked) -> None:
    link = check_link(linked(site.has("/beras", b"slow down", status=429, retry_after="7200")))
    rest = LinkHost.objects.get(host=link.host).next_request_at - timezone.now()
    assert timedelta(minutes=119) < rest < timedelta(minutes=121)


def test_robots_txt_is_respected(site: Website, linked: Linked) -> None:
    site.has("/robots.txt", b"User-agent: *\nDisallow: /", content_type="text/plain")
    link = check_link(linked(shows(site, "/beras")))
    assert (link.state, link.strikes) == (State.UNKNOWN, 0)
    assert "/beras" not in site.paths()


def test_the_log_is_bounded(site: Website, linked: Linked) -> None:
    link = linked(shows(site, "/beras"))
    for _check in range(KEPT_RESULTS + 3):
        again(link)
    assert LinkResult.objects.filter(link=link).count() == KEPT_RESULTS


def test_who_stands_for_a_published_claim_hears_of_its_dead_source_once(
    site: Website, linked: Linked, alice: User, bob: User
) -> None:
    published = factories.published(author=alice, approver=bob).claim
    link = linked(site.address("/hilang"))
    factories.evidence(published, source=link.source)
    check_link(link)
    assert not Notification.objects.filter(kind="source-dead").exists()
    for _check in range(3):
        again(link)
    told = Notification.objects.filter(kind="source-dead")
    assert {row.recipient for row in told} == {alice, bob}
    assert {row.about for row in told} == {link.source}


def test_a_draft_with_a_dead_source_tells_nobody(site: Website, linked: Linked, alice: User) -> None:
    link = linked(site.address("/hilang"))
    factories.evidence(factories.claim(assigned_to=alice), source=link.source)
    check_link(link)
    again(link)
    assert not Notification.objects.exists()


def test_a_changed_article_is_told_and_its_text_stays_as_it_was(site: Website, alice: User, bob: User) -> None:
    article = factories.article(url=shows(site, "/berita"))
    claim = factories.checkable_claim(appearances=False)
    factories.appearance(claim, factories.snapshot(article=article))
    factories.published(claim, author=alice, approver=bob)
    assert check_due_links.call() >= 1
    shows(site, "/berita", "Redaksi mengubah isi berita ini setelah terbit, tanpa catatan apa pun. " * 4)
    check_now(Link.objects.filter(article=article))
    link = Link.objects.get(article=article)
    assert (link.state, link.quotes_gone) == (State.CHANGED, [Appearance.objects.get().exact])
    assert {row.recipient for row in Notification.objects.filter(kind="article-changed")} == {alice, bob}
    assert article.snapshots.count() == 1


def test_without_the_switch_only_what_was_asked_for_is_checked(site: Website, linked: Linked, settings: Any) -> None:
    settings.LINK_CHECKS = False
    first, second = linked(shows(site, "/a")), linked(shows(site, "/b"))
    assert check_due_links.call() == 0
    check_now(Link.objects.filter(pk=second.pk))
    assert {path for path in site.paths() if len(path) == 2} == {"/b"}
    assert Link.objects.get(pk=first.pk).state == State.UNCHECKED


def test_an_address_that_was_changed_during_the_check_keeps_nothing_of_the_old_one(
    site: Website, linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = linked(shows(site, "/beras"))
    ask = checking._ask

    def change_meanwhile(asked: Link) -> Any:
        found = ask(asked)
        Link.objects.filter(pk=asked.pk).update(url="https://elsewhere.example/")
        return found

    monkeypatch.setattr(checking, "_ask", change_meanwhile)
    check_link(link)
    assert Link.objects.get(pk=link.pk).state == State.UNCHECKED
