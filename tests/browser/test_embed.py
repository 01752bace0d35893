"""A verdict in somebody else's page, in the frame that our own answer gives and in those that consumers make of it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, FrameLocator, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim
from claims.pages.embed import SECONDS_BETWEEN_UPDATES
from tests import factories
from tests.versions import corrected_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# WordPress puts the frames of publishers that it does not know into this one.
STRICTER = 'sandbox="allow-scripts"'
NOTHING_RUNS = 'sandbox="allow-popups"'


@pytest.fixture
def claim(settings: Any, live_server: LiveServer) -> Claim:
    cache.clear()
    settings.SITE_URL = live_server.url
    return factories.published(rating="false").claim


@pytest.fixture
def markup(live_server: LiveServer, claim: Claim, client: Any) -> str:
    answer = client.get("/api/v1/oembed/", {"url": f"{live_server.url}/en/claims/{claim.slug}/"})
    return str(answer.json()["html"])


class Newspaper(BaseHTTPRequestHandler):
    """A site on another port, which for a browser is another origin; ``markup`` is what its page holds."""

    markup = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!DOCTYPE html><html lang=en><title>News</title>{self.markup}".encode())

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def newspaper() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Newspaper) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, newspaper: str) -> Iterator[Page]:
    page = browser.new_context(base_url=newspaper).new_page()
    page.clock.install()
    yield page
    page.context.close()


def opened(page: Page, markup: str) -> FrameLocator:
    """The newspaper's page with the frame in it."""
    Newspaper.markup = markup
    page.goto("/")
    frame = page.frame_locator("iframe")
    expect(frame.locator("main")).to_be_visible()
    # The frame comes later than the page, and its clock is not set before its script has run.
    page.frames[1].wait_for_load_state()
    return frame


def in_sandbox(markup: str, sandbox: str) -> str:
    before, _old, after = markup.partition('sandbox="')
    return before + sandbox + after.partition('"')[2]


@pytest.mark.parametrize("sandbox", ["ours", STRICTER, ""])
def test_a_frame_that_stays_open_shows_the_new_verdict_after_a_correction(
    page: Page, markup: str, claim: Claim, sandbox: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    frame = opened(page, markup if sandbox == "ours" else in_sandbox(markup, sandbox))
    expect(frame.locator(".verdict")).to_have_text("False")
    new = corrected_again(claim).document["rating"]["label"]["en"]
    page.clock.run_for(SECONDS_BETWEEN_UPDATES * 1000)
    expect(frame.locator(".verdict")).to_have_text(new)
    assert new != "False"
    assert complaints == []


def test_who_comes_back_to_the_page_sees_the_new_verdict_at_once(page: Page, markup: str, claim: Claim) -> None:
    frame = opened(page, markup)
    expect(frame.locator(".verdict")).to_have_text("False")
    new = corrected_again(claim).document["rating"]["label"]["en"]
    frame.locator("body").evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")
    expect(frame.locator(".verdict")).to_have_text(new)


@pytest.mark.parametrize("sandbox", ["ours", STRICTER, NOTHING_RUNS])
def test_the_verdict_and_its_sign_are_drawn_in_any_sandbox(page: Page, markup: str, sandbox: str) -> None:
    frame = opened(page, markup if sandbox == "ours" else in_sandbox(markup, sandbox))
    expect(frame.locator(".verdict")).to_have_text("False")
    circle = frame.locator("svg circle").bounding_box()
    colour = frame.locator(".verdict").evaluate("one => getComputedStyle(one).color")
    assert circle is not None
    assert circle["width"] > 15
    assert colour == "rgb(168, 28, 28)"


def test_without_the_site_the_frame_keeps_what_it_shows(page: Page, markup: str, live_server: LiveServer) -> None:
    frame = opened(page, markup)
    expect(frame.locator(".verdict")).to_have_text("False")
    page.route(f"{live_server.url}/**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.clock.run_for(SECONDS_BETWEEN_UPDATES * 1000)
    expect(frame.locator(".verdict")).to_have_text("False")


def test_the_link_opens_the_claim_by_itself(page: Page, markup: str, claim: Claim) -> None:
    frame = opened(page, markup)
    with page.context.expect_page() as opening:
        frame.get_by_role("link", name="Evidence and reasons").click()
    assert opening.value.url.endswith(f"/en/claims/{claim.slug}/")
    expect(opening.value.locator("h1")).to_be_visible()
