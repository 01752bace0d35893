"""What readers come for, done with the keyboard alone, and done without JavaScript."""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.desk import reach
from tests.every_page import every_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Hand(Protocol):
    def follow(self, target: Locator) -> None: ...
    def write(self, field: Locator, words: str) -> None: ...
    def pick(self, field: Locator, day: str) -> None: ...


class Keyboard:
    """Steps from the beginning of the page to what is wanted, as somebody does who has no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, target: Locator) -> None:
        reach(target, self.page.keyboard.press)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, words: str) -> None:
        reach(field, self.page.keyboard.press)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(words)

    def pick(self, field: Locator, day: str) -> None:
        year, month, of_month = day.split("-")
        reach(field, self.page.keyboard.press)
        self.page.keyboard.type(f"{month}{of_month}{year}")


class Pointer:
    def follow(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, words: str) -> None:
        field.fill(words)

    def pick(self, field: Locator, day: str) -> None:
        field.fill(day)


Journey = Callable[[Page, Hand, str, dict[str, str]], None]


def find_a_claim(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    page.goto(home)
    hand.write(page.get_by_role("searchbox"), "rice dearer")
    hand.follow(page.get_by_role("button", name="Search"))
    expect(page).to_have_url(re.compile(r"q=rice"))
    hand.follow(page.locator(".facets").get_by_role("link", name="Half true"))
    expect(page).to_have_url(re.compile("rating=half-true"))
    hand.follow(page.locator(".chips").get_by_role("link", name="Half true"))
    expect(page).not_to_have_url(re.compile("rating="))
    hand.follow(page.locator(".card-title a").first)
    expect(page.locator(".claim-head .verdict")).to_be_visible()
    expect(page.get_by_role("heading", name="Evidence", exact=True)).to_be_visible()


def skip_to_the_content(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    page.goto(home)
    if isinstance(hand, Keyboard):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
    else:
        page.goto(f"{home}#content")
    hand.write(page.get_by_role("searchbox"), "rice")


def read_the_article(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    page.goto(home + known["part of a claim"])
    hand.follow(page.locator(".appearance figcaption > a"))
    expect(page).to_have_url(re.compile(r"/articles/.*#claim-"))
    expect(page.locator("mark[data-claim]")).to_have_count(2)
    hand.follow(page.locator(".margin a").first)
    expect(page.locator(".claim-head")).to_be_visible()
    hand.follow(page.get_by_role("link", name="Bahasa Indonesia"))
    expect(page).to_have_url(re.compile("/id/claims/"))


def see_what_changed(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    page.goto(home + known["claim with fields removed"])
    hand.follow(page.get_by_role("link", name="What changed in version 2").first)
    expect(page.locator(".verdict-change")).to_be_visible()
    hand.follow(page.locator(".between a").first)
    expect(page.get_by_text("It has been replaced.")).to_be_visible()
    hand.follow(page.get_by_role("link", name="Cite this version"))
    expect(page.get_by_role("heading", name="As a sentence")).to_be_visible()


def see_it_as_it_stood(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    page.goto(home + known["part of a claim"])
    hand.pick(page.get_by_label("See it as it stood"), timezone.now().date().isoformat())
    hand.follow(page.get_by_role("button", name="Show"))
    expect(page.get_by_text("This is the record as it stood on")).to_be_visible()


def report_an_error(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    page.goto(home + known["part of a claim"])
    hand.follow(page.get_by_role("link", name="Report an error"))
    hand.write(page.get_by_label("What is wrong"), "   ")
    hand.write(page.get_by_label("An address where"), "https://news.example/table")
    hand.follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("An address where")).to_have_value("https://news.example/table")
    hand.write(page.get_by_label("What is wrong"), "The table says two.")
    hand.follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("We have received it")).to_be_visible()
    assert re.search(r"/reports/\w+/", page.url)


def suggest_what_was_not_found(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    page.goto(f"{home}claims/?q=nothingofthekind")
    hand.follow(page.locator(".notice").get_by_role("link", name="Suggest a claim"))
    hand.write(page.get_by_label("What did you hear"), "Is rice dearer?")
    hand.follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("We have received it")).to_be_visible()


def look_over_the_newsroom(page: Page, hand: Hand, home: str, known: dict[str, str]) -> None:
    """Each link of the footer, and from there to the first thing that it lists."""
    for link, first in (("Corrections", ".row-title"), ("Topics", ".row-title"), ("Names", ".row-title")):
        page.goto(home)
        hand.follow(page.locator(".colophon").get_by_role("link", name=link, exact=True))
        hand.follow(page.locator(f"main {first}").first)
        expect(page.locator("h1")).to_be_visible()
    for link in ("How we check", "Our work in figures", "About this site", "Accessibility"):
        page.goto(home)
        hand.follow(page.locator(".colophon").get_by_role("link", name=link, exact=True))
        expect(page.get_by_role("heading", name=link, level=1)).to_be_visible()


JOURNEYS: list[Journey] = [
    skip_to_the_content,
    find_a_claim,
    read_the_article,
    see_what_changed,
    see_it_as_it_stood,
    report_an_error,
    suggest_what_was_not_found,
    look_over_the_newsroom,
]


@pytest.fixture
def known() -> dict[str, str]:
    return every_page()


def page_of(browser: Browser, *, scripts: bool) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=scripts, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    yield from page_of(browser, scripts=True)


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    yield from page_of(browser, scripts=False)


def test_every_journey_is_made_with_the_keyboard_alone(
    page: Page, live_server: LiveServer, known: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    for journey in JOURNEYS:
        journey(page, Keyboard(page), f"{live_server.url}/en/", known)
    record_property("summary", f"journeys: {len(JOURNEYS)} with the keyboard alone")


def test_every_journey_is_made_without_javascript(
    page_without_scripts: Page,
    live_server: LiveServer,
    known: dict[str, str],
    record_property: Callable[[str, object], None],
) -> None:
    for journey in JOURNEYS:
        journey(page_without_scripts, Pointer(), f"{live_server.url}/en/", known)
    record_property("summary", f"journeys: {len(JOURNEYS)} without JavaScript")
