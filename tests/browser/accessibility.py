"""What axe finds on a page, and whether the page is wider than its window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_accessible(page: Page, name: str, complaints: list[str] | None = None) -> None:
    """No violation that axe finds. What axe itself tries to write into the page is taken out of `complaints`."""
    before = len(complaints or [])
    page.wait_for_load_state()
    found = Axe().run(page)
    if complaints is not None:
        del complaints[before:]
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def assert_fits(page: Page, name: str) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate(TOO_WIDE) <= 0, name
