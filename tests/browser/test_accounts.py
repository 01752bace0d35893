"""Logging in with a code and looking after one's account, in Chromium: by keyboard, on a phone, light and dark."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from claims.accounts import second_factor
from claims.models import Notification, User
from claims.workflow import notify
from tests import factories
from tests.accounts.visitor import ACCOUNT, PASSWORD, TWO_FACTOR, code_of, with_password
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import watched
from tests.browser.desk import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMS = [(390, "dark"), (1280, "light")]


@pytest.fixture
def alice(db: None) -> User:
    person = with_password(factories.user("editor", username="alice", public_name="Alice"))
    for _number in range(2):
        notify(to=[person], kind=Notification.Kind.ASSIGNED, about=factories.claim(), by=None)
    return person


def page_of(browser: Browser, width: int = 1280, scheme: Any = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en")
    return context.new_page()


def type_and_enter(page: Page, *words: str) -> None:
    """As somebody without a mouse: into the field that has the focus, on with Tab, and Enter."""
    # Chromium moves the focus to a field with `autofocus` when it first draws the page, which may be after "load".
    page.wait_for_function("document.activeElement.matches('input')")
    for word in words[:-1]:
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.type(words[-1])
    with page.expect_navigation():
        page.keyboard.press("Enter")


def key_on(page: Page) -> str:
    typed = page.locator("code.key").text_content() or ""
    return base64.b32decode(typed.replace(" ", "")).hex()


def test_a_second_factor_is_set_up_and_used_by_keyboard_alone(
    live_server: LiveServer, browser: Browser, alice: User, complaints: list[str]
) -> None:
    page = watched(page_of(browser), live_server.url, complaints)
    page.goto(f"{live_server.url}/admin/")
    type_and_enter(page, "alice", PASSWORD)
    page.goto(f"{live_server.url}{TWO_FACTOR}")
    key = key_on(page)
    page.focus("[name=password]")
    type_and_enter(page, PASSWORD, code_of(key))
    assert page.locator(".recovery-codes code").count() == 10
    recovery_code = page.locator(".recovery-codes code").first.text_content() or ""

    other = watched(page_of(browser, 390), live_server.url, complaints)
    other.goto(f"{live_server.url}/admin/claims/claim/")
    type_and_enter(other, "alice", PASSWORD)
    assert other.url.endswith("/admin/login/code/")
    # The next one, since the one of now was used to turn it on.
    type_and_enter(other, code_of(key, steps=1))
    assert other.url == f"{live_server.url}/admin/claims/claim/"

    third = watched(page_of(browser), live_server.url, complaints)
    third.goto(f"{live_server.url}/admin/")
    type_and_enter(third, "alice", PASSWORD)
    with third.expect_navigation():
        third.get_by_role("link", name="Use a recovery code").press("Enter")
    type_and_enter(third, recovery_code)
    assert third.url == f"{live_server.url}/admin/"
    assert complaints == []


def test_a_session_elsewhere_is_ended_with_one_press(live_server: LiveServer, browser: Browser, alice: User) -> None:
    here, there = page_of(browser), page_of(browser, 390)
    for page in (here, there):
        page.goto(f"{live_server.url}/admin/")
        type_and_enter(page, "alice", PASSWORD)
    here.goto(f"{live_server.url}{ACCOUNT}")
    with here.expect_navigation():
        here.get_by_role("button", name="End the session of").press("Enter")
    assert "The session is ended." in here.content()
    there.goto(f"{live_server.url}/admin/claims/claim/")
    assert "/admin/login/" in there.url
    here.goto(f"{live_server.url}/admin/claims/claim/")
    assert "/admin/login/" not in here.url


def test_the_bell_leads_to_what_happened(live_server: LiveServer, browser: Browser, alice: User) -> None:
    page = page_of(browser)
    page.goto(f"{live_server.url}/admin/")
    type_and_enter(page, "alice", PASSWORD)
    page.get_by_role("link", name="Notifications, 2 unread").click()
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url("**/admin/claims/claim/*/change/")
    assert page.get_by_role("link", name="Notifications, 1 unread").is_visible()


@pytest.mark.parametrize(("width", "scheme"), FORMS)
def test_every_page_is_accessible_and_within_its_width(
    live_server: LiveServer, browser: Browser, alice: User, complaints: list[str], width: int, scheme: str
) -> None:
    page = watched(page_of(browser, width, scheme), live_server.url, complaints)

    def look(name: str) -> None:
        assert_accessible(page, name, complaints)
        assert_fits(page, name)

    page.goto(f"{live_server.url}/admin/login/")
    look("log-in")
    type_and_enter(page, "alice", PASSWORD)
    for address in ("/admin/claims/notification/", ACCOUNT, TWO_FACTOR, "/admin/password_change/"):
        page.goto(live_server.url + address)
        look(address)
    page.goto(live_server.url + TWO_FACTOR)
    page.click("summary")
    look("the key for typing")
    key = key_on(page)
    page.focus("[name=password]")
    type_and_enter(page, "wrong", "000000")
    look("refused")
    page.focus("[name=password]")
    type_and_enter(page, PASSWORD, code_of(key))
    look("recovery codes")
    page.goto(live_server.url + TWO_FACTOR)
    look("looking after it")
    page.goto(f"{live_server.url}/admin/claims/apitoken/add/")
    page.fill("[name=name]", "Newsroom")
    page.check("[name=scopes][value='read:drafts']")
    follow(page.locator("[name=_save]"))
    look("token")
    assert second_factor.is_on(alice)

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/login/")
    type_and_enter(page, "alice", PASSWORD)
    look("code")
    type_and_enter(page, "000000")
    look("wrong code")
    # The wrong password counts as well, so the limit is reached by the fourth wrong code.
    for _time in range(3):
        page.focus("[name=code]")
        type_and_enter(page, "000000")
    look("locked out")
    # The browser itself notes answers of the 400s, which are meant here.
    assert [words for words in complaints if "status of 4" not in words] == []
