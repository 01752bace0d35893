"""People of the newsroom in browsers of their own; every click and key that they need can be counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from claims.models import User
from tests.browser.conftest import watched

# Presses of Tab after which somebody without a pointer has given up.
MOST_STEPS = 150


def logged_in(browser: Browser, site: str, person: User, **options: Any) -> BrowserContext:
    """A browser of this person's own, with the session that logging in would have made."""
    client = Client()
    client.force_login(person)
    context = browser.new_context(**options)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    return context


def reach(target: Locator, press: Callable[[str], None]) -> None:
    """From where the focus is to what is wanted, step by step, as somebody goes who has no pointer."""
    expect(target).to_be_visible()
    for _step in range(MOST_STEPS):
        if target.evaluate("one => one === document.activeElement"):
            break
        press("Tab")
    else:
        pytest.fail(f"The keyboard does not reach {target}.")
    assert target.evaluate("one => getComputedStyle(one).outlineStyle") != "none", f"No outline on {target}"


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

    def reach(self, target: Locator, name: str) -> None:
        reach(target, lambda key: self.press(key, f"to {name}"))

    def enter(self, target: Locator, name: str) -> None:
        """Goes to a link or button by Tab and presses it; another page comes."""
        self.reach(target, name)
        with self.page.expect_navigation():
            self.press("Enter", name)

    def press(self, key: str, name: str = "") -> None:
        self.steps.append(f"{key} {name}".strip())
        self.page.keyboard.press(key)

    def type(self, words: str, name: str) -> None:
        """Words go where the focus is."""
        self.steps.append(f"type {name}")
        self.page.keyboard.insert_text(words)
