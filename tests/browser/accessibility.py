"""What axe finds on a page, and whether the page is wider than its window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page, complaints: list[str] | None = None) -> list[str]:
    """What axe finds, with the elements. What axe itself tries to write into the page is taken out of `complaints`."""
    before = len(complaints or [])
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    if complaints is not None:
        del complaints[before:]
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]


def assert_accessible(page: Page, name: str, complaints: list[str] | None = None) -> None:
    found = violations(page, complaints)
    assert not found, f"{name}: " + "\n".join(found)


def assert_fits(page: Page, name: str) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate(TOO_WIDE) <= 0, name
