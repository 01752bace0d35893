"""Every kind of public page in Chromium: accessible, within its width, quiet, and without a request to anyone else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from claims.pages import errors
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import watched
from tests.browser.desk import follow
from tests.every_page import every_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Every pair of language, width and colours comes once.
FORMS = [("en", 390, "light"), ("en", 1280, "dark"), ("id", 390, "dark"), ("id", 1280, "light")]

EXPECTED = ("410 (Gone)", "404 (Not Found)", "400 (Bad Request)", "500 (Internal Server Error)")


@pytest.fixture
def addresses() -> list[str]:
    return list(every_page().values())


@pytest.mark.parametrize(("language", "width", "scheme"), FORMS)
def test_pages_are_accessible_and_quiet(
    browser: Browser,
    live_server: LiveServer,
    addresses: list[str],
    complaints: list[str],
    language: str,
    width: int,
    scheme: str,
    record_property: Callable[[str, object], None],
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = watched(context.new_page(), live_server.url, complaints)
    for address in addresses:
        page.goto(f"{live_server.url}/{language}/{address}")
        assert_accessible(page, address)
    send_a_form_with_faults(page, f"{live_server.url}/{language}/suggest/")
    assert_accessible(page, "a form with faults")
    show_a_fault_of_ours(page, f"{live_server.url}/{language}/", language)
    assert_accessible(page, "a fault of ours")
    context.close()
    # The browser notes the status of a tombstone and of what is not right, which is as it should be.
    assert [complaint for complaint in complaints if not any(one in complaint for one in EXPECTED)] == []
    pages = len(addresses) + 2
    record_property("summary", f"axe: {pages} pages in {language}, {width} px, {scheme}: 0 violations")


def send_a_form_with_faults(page: Page, address: str) -> None:
    page.goto(address)
    form = page.locator("form.report")
    form.evaluate("form => { form.noValidate = true; }")
    form.locator("[name=url]").fill("no address")
    follow(form.locator("button"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert form.locator("[name=url]").input_value() == "no address"


def show_a_fault_of_ours(page: Page, address: str, language: str) -> None:
    """The page for it, at an address where nothing is broken."""
    with translation.override(language):
        content = errors.server_error(HttpRequest()).content.decode()

    def answer(route: Route) -> None:
        route.fulfill(status=500, content_type="text/html; charset=utf-8", body=content)

    page.route(address, answer)
    page.goto(address)
    page.unroute(address)
    expect(page.locator(".overline")).to_have_text("500")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("addresses")
def test_the_pattern_page_is_accessible(browser: Browser, live_server: LiveServer, scheme: str, settings: Any) -> None:
    settings.DEBUG = True
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/en/patterns/")
    assert page.get_by_role("heading", name="Verdicts").is_visible()
    assert_accessible(page, "patterns")
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_window(
    browser: Browser, live_server: LiveServer, addresses: list[str], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for address in addresses:
        page.goto(f"{live_server.url}/id/{address}")
        assert_fits(page, address)
    context.close()


def test_the_documentation_of_the_api_is_drawn_under_the_security_policy(
    browser: Browser, live_server: LiveServer, complaints: list[str], client: Client
) -> None:
    context = browser.new_context()
    page = watched(context.new_page(), live_server.url, complaints)
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.wait_for_selector("text=/api/v1/claims/{slug}/")
    context.close()
    assert complaints == []
