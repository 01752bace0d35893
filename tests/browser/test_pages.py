"""Every kind of public page in Chromium: accessible, within its width, quiet, and without a request to anyone else."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from claims.models import ReaderReport
from tests import factories
from tests.browser.conftest import watched
from tests.versions import corrected, redacted, retracted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMS = [
    (language, width, scheme) for language in ("en", "id") for width in (390, 1280) for scheme in ("light", "dark")
]


@pytest.fixture
def addresses() -> list[str]:
    cache.clear()
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
    changed_article = article_that_its_publisher_changed()
    publisher, topic = snapshot.article.publisher.slug, child.topics.get().slug
    report = ReaderReport.objects.create(kind="suggestion", text="Is it true?", language="en")
    changed, gone = redacted("summary", "evidence").slug, retracted(corrected()).slug
    return [
        "",
        "claims/",
        "claims/?q=rice&rating=half-true",
        f"claims/{parent.slug}/",
        f"claims/{child.slug}/",
        f"claims/{child.slug}/embed/",
        f"claims/{child.slug}/v/1/",
        f"claims/{child.slug}/?as_of={timezone.now().date().isoformat()}",
        f"claims/{child.slug}/v/1/cite/",
        f"claims/{changed}/v/1/",
        f"claims/{changed}/diff/?from=1&to=2",
        f"claims/{gone}/",
        f"claims/{gone}/diff/",
        "articles/",
        f"articles/{article}/",
        f"articles/{changed_article}/",
        "sources/",
        f"sources/{source.slug}/",
        "ratings/",
        f"claims/{child.slug}/report/",
        "suggest/",
        f"reports/{report.number}/",
        "names/",
        f"names/{publisher}/",
        "topics/",
        f"topics/{topic}/",
        "corrections/",
        "figures/",
        "method/",
        "about/",
        "accessibility/",
        "nowhere/",
    ]


def article_that_its_publisher_changed() -> str:
    earlier = factories.snapshot("Harga beras naik tiga kali lipat.")
    later = factories.snapshot("Harga beras naik dua kali lipat.", article=earlier.article)
    for snapshot in (earlier, later):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot, quote=snapshot.text)
        factories.published(claim, rating="unproven")
    return str(earlier.article.slug)


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
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
    context.close()
    # The browser notes the status of a tombstone and of what never was, which is as it should be.
    expected = ("410 (Gone)", "404 (Not Found)")
    assert [complaint for complaint in complaints if not any(one in complaint for one in expected)] == []
    record_property("summary", f"axe: {len(addresses)} pages in {language}, {width} px, {scheme}: 0 violations")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("addresses")
def test_the_pattern_page_is_accessible(browser: Browser, live_server: LiveServer, scheme: str, settings: Any) -> None:
    settings.DEBUG = True
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/en/patterns/")
    assert page.get_by_role("heading", name="Verdicts").is_visible()
    found = Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()


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
    page.get_by_role("link", name="Usulkan klaim").click()
    page.get_by_label("Apa yang Anda dengar").fill("Benarkah beras naik?")
    page.get_by_role("button", name="Kirim").click()
    assert page.get_by_text("Kami sudah menerimanya").is_visible()
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


def test_a_reader_narrows_the_list_and_reports_an_error_with_the_keyboard(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/en/claims/")
    page.locator(".facets").get_by_role("link", name="Half true").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/?rating=half-true")
    page.locator(".chips a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/en/claims/?")
    page.locator(".card-title a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/claim-*/")
    page.get_by_role("link", name="Report an error").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    page.get_by_label("What is wrong").focus()
    page.keyboard.type("The table says two.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Send"
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*/")
    assert page.get_by_text("We have received it").is_visible()
    context.close()
