"""People of the newsroom in browsers of their own; every click and key that they need can be counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from claims.models import User
from tests.browser.conftest import watched


def logged_in(browser: Browser, site: str, person: User, **options: Any) -> BrowserContext:
    """A browser of this person's own, with the session that logging in would have made."""
    client = Client()
    client.force_login(person)
    context = browser.new_context(**options)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    return context


def follow(target: Locator) -> None:
    """Clicks and waits for the page that comes: a click by itself returns while the browser is still at the old one."""
    with target.page.expect_navigation():
        target.click()


@contextmanager
def at_the_desk(browser: Browser, site: str, person: User, complaints: list[str], **options: Any) -> Iterator[Page]:
    """Logged in by a session: how one logs in is another test's affair."""
    context = logged_in(browser, site, person, **{"viewport": {"width": 1280, "height": 900}, **options})
    try:
        yield watched(context.new_page(), site, complaints)
    finally:
        context.close()


class Hands:
    """Clicks and presses, and counts them. Pasting is one key; typing words is one step, whatever their length."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps: list[str] = []

    @property
    def count(self) -> int:
        return len(self.steps)

    @property
    def beside_words(self) -> int:
        """Clicks and keys; the words themselves somebody has to type anywhere."""
        return sum(1 for step in self.steps if not step.startswith("type "))

    def click(self, target: Locator, name: str) -> None:
        self.steps.append(f"click {name}")
        target.click()

    def follow(self, target: Locator, name: str) -> None:
        self.steps.append(f"click {name}")
        follow(target)

    def press(self, key: str, name: str = "") -> None:
        self.steps.append(f"{key} {name}".strip())
        self.page.keyboard.press(key)

    def type(self, words: str, name: str) -> None:
        """Words go where the focus is."""
        self.steps.append(f"type {name}")
        self.page.keyboard.insert_text(words)
