"""The desk's pages for many rows and for links, in a browser: without complaint, on a phone too, and by keyboard."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from claims.intake.recheck.queue import note_new_addresses
from claims.models import Claim, Link, User
from tests import factories
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import watched
from tests.browser.desk import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WRONG = "slug,statement_en,topics\nrice,Rice became dearer.,food\nsugar,,food\nsalt,Salt became dearer.,drink\n"
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
Open = Callable[..., Page]


@pytest.fixture
def editor() -> User:
    return factories.user("editor", username="bob", public_name="Bob")


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User, complaints: list[str]) -> Open:
    """A page of the desk, logged in."""
    client = Client()
    client.force_login(editor)
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}

    def open_page(path: str, *, width: int = 1280, scheme: Any = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        context.add_cookies([{**cookie, "url": live_server.url}])
        page = watched(context.new_page(), live_server.url, complaints)
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


def check(page: Page, name: str, complaints: list[str]) -> None:
    """No complaint of the browser, no violation that axe finds, and nothing wider than the screen."""
    assert complaints == [], name
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True)
    assert_accessible(page, name, complaints)
    assert_fits(page, name)


def upload(page: Page, content: str) -> None:
    page.get_by_label("Claims").check()
    page.set_input_files("input[type=file]", {"name": "rice.csv", "mimeType": "text/csv", "buffer": content.encode()})
    follow(page.get_by_role("button", name="Check the file"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_many_rows_is_accessible_and_fits(
    desk: Open, editor: User, complaints: list[str], width: int, scheme: str
) -> None:
    factories.topic(slug="food", name={"en": "Food", "id": "Pangan"})
    claims = [factories.claim(stage="candidate"), factories.claim()]
    link = dead_link(factories.published().claim)
    form = f"{width}-{scheme}"

    page = desk("/admin/claims/rowimport/add/", width=width, scheme=scheme)
    check(page, f"upload-{form}", complaints)
    upload(page, WRONG)
    page.get_by_text("Checked, waits").wait_for()
    check(page, f"checked-{form}", complaints)

    page = desk("/admin/claims/claim/?stage__exact=candidate", width=width, scheme=scheme)
    check(page, f"list-{form}", complaints)
    for action in ("dismiss_chosen", "tag_chosen"):
        page = desk("/admin/claims/claim/", width=width, scheme=scheme)
        for claim in claims:
            page.locator(f"input.action-select[value='{claim.pk}']").check()
        page.select_option("select[name=action]", action)
        page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).first.click()
        page.get_by_role("button", name="Do it with 2").wait_for()
        check(page, f"{action}-{form}", complaints)
    page.get_by_label("Food").first.check()
    page.get_by_role("button", name="Do it with 2").click()
    page.get_by_text("Done: 2.").wait_for()
    check(page, f"result-{form}", complaints)
    assert Claim.objects.filter(topics__slug="food").count() == 2

    page = desk(f"/admin/claims/link/{link.pk}/change/", width=width, scheme=scheme)
    check(page, f"link-{form}", complaints)
    page = desk("/admin/claims/link/?look=published", width=width, scheme=scheme)
    check(page, f"links-{form}", complaints)
    page = desk("/admin/", width=width, scheme=scheme)
    assert page.get_by_role("link", name="Link rot").is_visible()
    check(page, f"desk-{form}", complaints)


def test_an_import_by_keyboard_alone(desk: Open, complaints: list[str]) -> None:
    factories.topic(slug="food", name={"en": "Food", "id": "Pangan"})
    page = desk("/admin/claims/rowimport/add/")
    page.get_by_label("Claims").focus()
    page.keyboard.press("Space")
    page.set_input_files(
        "input[type=file]",
        {"name": "rice.csv", "mimeType": "text/csv", "buffer": WRONG.replace("drink", "food").encode()},
    )
    page.keyboard.press("Enter")
    skip = page.get_by_role("button", name="leave out the wrong ones")
    skip.wait_for()
    # The link that skips the navigation is the first on the page.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _key in range(10):
        if skip.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("What was done").wait_for()
    assert Claim.objects.count() == 2
    assert complaints == []


def dead_link(claim: Claim) -> Link:
    note_new_addresses()
    source = claim.evidence.first().source  # type: ignore[union-attr]
    Link.objects.filter(source=source).update(state="dead", reason="The server answers with status 404.", status=404)
    link = Link.objects.get(source=source)
    link.results.create(found="dead", status=404, reason="The server answers with status 404.")
    return link
