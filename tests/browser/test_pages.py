"""Every kind of public page in Chromium: accessible, within its width, quiet, and without a request to anyone else."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.conftest import watched
from tests.versions import corrected, redacted, retracted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMS = [("en", 390, "light"), ("id", 1280, "dark")]


@pytest.fixture
def addresses() -> list[str]:
    snapshot = factories.snapshot()
    parent = factories.checkable_claim(appearances=False)
    factories.appearance(parent, snapshot)
    factories.published(parent, rating="half-true", reasoning=factories.text("As *several* say."))
    child = factories.checkable_claim(appearances=False, parent=parent)
    child.topics.add(factories.topic())
    factories.appearance(child, snapshot, quote="tiga kali lipat")
    source = factories.evidence(child, stance="context").source
    factories.published(child, rating="missing-context")
    article = snapshot.article.slug
    changed, gone = redacted("summary", "evidence").slug, retracted(corrected()).slug
    return [
        "",
        "claims/",
        "claims/?q=rice&rating=half-true",
        f"claims/{parent.slug}/",
        f"claims/{child.slug}/",
        f"claims/{child.slug}/v/1/",
        f"claims/{child.slug}/?as_of={timezone.now().date().isoformat()}",
        f"claims/{child.slug}/v/1/cite/",
        f"claims/{changed}/v/1/",
        f"claims/{changed}/diff/?from=1&to=2",
        f"claims/{gone}/",
        f"claims/{gone}/diff/",
        "articles/",
        f"articles/{article}/",
        "sources/",
        f"sources/{source.slug}/",
        "ratings/",
    ]


@pytest.mark.parametrize(("language", "width", "scheme"), FORMS)
def test_pages_are_accessible_and_quiet(
    browser: Browser,
    live_server: LiveServer,
    addresses: list[str],
    complaints: list[str],
    language: str,
    width: int,
    scheme: str,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = watched(context.new_page(), live_server.url, complaints)
    for address in addresses:
        page.goto(f"{live_server.url}/{language}/{address}")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
    context.close()
    # The browser notes the status of a tombstone, which is as it should be.
    assert [complaint for complaint in complaints if "410 (Gone)" not in complaint] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_window(
    browser: Browser, live_server: LiveServer, addresses: list[str], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for address in addresses:
        page.goto(f"{live_server.url}/id/{address}")
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, address
    context.close()


def test_everything_works_without_javascript(browser: Browser, live_server: LiveServer, addresses: list[str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.get_by_role("searchbox").fill("rice dearer")
    page.get_by_role("button", name="Search").click()
    page.locator(".facets").get_by_role("link", name="Half true").click()
    assert page.locator(".card").count() == 1
    page.locator(".card-title a").click()
    assert page.locator("h1").inner_text().startswith("Rice became")
    page.get_by_label("See it as it stood").fill(timezone.now().date().isoformat())
    page.get_by_role("button", name="Show").click()
    assert page.get_by_text("This is the record as it stood on").is_visible()
    page.get_by_role("link", name="To the current version").click()
    page.get_by_role("link", name="Harga beras naik tajam").click()
    assert page.locator("mark[data-claim]").count() == 2
    page.get_by_role("link", name="Bahasa Indonesia").click()
    assert "/id/articles/" in page.url
    context.close()


def test_a_reader_gets_from_the_front_page_to_the_evidence_with_the_keyboard(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("rice")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/?q=rice")
    page.locator(".card-title a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/claim-*/")
    assert page.get_by_role("heading", name="Evidence", exact=True).is_visible()
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
