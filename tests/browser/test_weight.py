"""What a page weighs on the wire with everything it needs, on a first visit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 60_000


@pytest.mark.parametrize("kind", ["home", "claims", "claim", "article"])
def test_a_page_weighs_at_most_sixty_kilobytes(
    browser: Browser, live_server: LiveServer, kind: str, record_property: Callable[[str, object], None]
) -> None:
    for _number in range(12):
        claim = factories.published(rating="half-true").claim
    article = claim.appearances.get().snapshot.article.slug
    path = {"home": "", "claims": "claims/", "claim": f"claims/{claim.slug}/", "article": f"articles/{article}/"}[kind]
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(len(request.response().body())))  # type: ignore[union-attr]
    page.goto(f"{live_server.url}/en/{path}", wait_until="networkidle")
    shift = page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(one =>"
        " sum += one.value)).observe({type: 'layout-shift', buffered: true}); requestAnimationFrame(() => done(sum)) })"
    )
    context.close()
    assert sum(sizes) <= MOST_BYTES
    assert shift == 0
    record_property("summary", f"weight: {kind} {sum(sizes):,} bytes uncompressed, {len(sizes)} requests, no shift")
