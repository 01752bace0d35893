"""A real browser, where there is one."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, Page, sync_playwright

from tests import factories

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Without these it looks for updates on hosts that a test has no business with.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed, so the pages were not tried in a browser.")
    # Playwright keeps an event loop in this thread; the tests still use the database in the ordinary way.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of, and every request that leaves the site."""
    return []


@pytest.fixture
def sample(transactional_db: None) -> None:
    """The sample dossier, published."""
    cache.clear()
    factories.user("researcher", username="researcher")
    factories.user("editor", username="editor")
    call_command("load_dossier", str(settings.BASE_DIR / "examples" / "us-china-ai"), verbosity=0)


def watched(page: Page, site: str, complaints: list[str]) -> Page:
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: complaints.append(request.url) if not request.url.startswith((site, "data:")) else None,
    )
    return page
