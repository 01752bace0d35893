"""What a page of the sample weighs on the wire with everything it needs, on a first visit."""

from collections.abc import Callable

import pytest
from django.db.models import Count
from playwright.sync_api import Browser, Page, Request
from pytest_django.live_server_helper import LiveServer

from claims.models import PublishedAppearance, PublishedClaim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 60_000
SHIFTS = """
    window.shifts = [];
    window.observer = new PerformanceObserver(list => window.shifts.push(...list.getEntries()));
    window.observer.observe({type: "layout-shift", buffered: true});
"""
# A shift is known only once the frame in which it happened has been drawn.
SUM_OF_SHIFTS = """async () => {
    await document.fonts.ready;
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return [...window.shifts, ...window.observer.takeRecords()].reduce((sum, one) => sum + one.value, 0);
}"""

# As over a slow line: what has come is drawn before the rest is known. In whole paragraphs, for a paragraph that is cut
# has to wrap anew when the rest of it comes.
PARAGRAPH_BY_PARAGRAPH = """async () => {
    const answer = await fetch(location.href);
    const text = await answer.text();
    document.open();
    for (const piece of text.split(/(?<=<\\/(?:article|dl|figure|li|nav|p|section)>)/)) {
        document.write(piece);
        await new Promise(done => requestAnimationFrame(done));
    }
    document.close();
}"""


@pytest.fixture
def heaviest(sample: None) -> dict[str, str]:
    """The front page, the whole list, and of the sample the claim and the article that have most to show."""
    claim = max(PublishedClaim.objects.all(), key=lambda one: len(str(one.document)))
    article = PublishedAppearance.objects.order_by().values("article").annotate(n=Count("pk")).order_by("-n")[0]
    return {
        "home": "",
        "claims": "claims/",
        "claim": f"claims/{claim.slug}/",
        "article": f"articles/{article['article']}/",
        "figures": "figures/",
        "check": "check/",
    }


def test_no_page_weighs_more_than_sixty_kilobytes_or_moves_while_it_loads(
    browser: Browser, live_server: LiveServer, heaviest: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    for kind, path in heaviest.items():
        for width in (390, 1280):
            # A context of its own has nothing from an earlier visit.
            page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
            requests = all_requests(page)
            page.add_init_script(SHIFTS)
            page.goto(f"{live_server.url}/id/{path}", wait_until="networkidle")
            shift = page.evaluate(SUM_OF_SHIFTS)
            weight = sum(on_the_wire(request) for request in requests)
            page.context.close()
            assert len(requests) > 1, kind
            assert weight <= MOST_BYTES, kind
            assert shift == 0, kind
        record_property("summary", f"weight: {kind} {weight:,} bytes on the wire, {len(requests)} requests, no shift")


def test_no_page_moves_while_it_comes_paragraph_by_paragraph(
    browser: Browser, live_server: LiveServer, heaviest: dict[str, str]
) -> None:
    for kind, path in heaviest.items():
        for width in (390, 1280):
            page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
            page.goto(f"{live_server.url}/id/{path}", wait_until="networkidle")
            page.evaluate(SHIFTS)
            page.evaluate(PARAGRAPH_BY_PARAGRAPH)
            shift = page.evaluate(SUM_OF_SHIFTS)
            page.context.close()
            assert shift == 0, kind


def all_requests(page: Page) -> list[Request]:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    return requests


def on_the_wire(request: Request) -> int:
    """Headers and body as they came, compressed or not; waits until the answer is complete."""
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]
