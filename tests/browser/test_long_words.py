"""A word longer than the window breaks; it does not push the page out of it."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.accessibility import assert_fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "x" * 480


@pytest.mark.parametrize("width", [320, 1280])
def test_no_word_makes_a_page_wider_than_the_window(browser: Browser, live_server: LiveServer, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    for address in addresses_full_of_long_words():
        page.goto(f"{live_server.url}/en/{address}")
        assert_fits(page, address)
    page.context.close()


def addresses_full_of_long_words() -> list[str]:
    long = factories.text(WORD, WORD)
    publisher = factories.entity(name=long, domain="long.example")
    article = factories.article(title=WORD, publisher=publisher, authors=[WORD[:190]])
    parent = factories.published(factories.checkable_claim(statement=long)).claim
    topic = factories.topic(name=long)
    claim = factories.checkable_claim(
        appearances=False, statement=long, claimant=publisher, attribution=long, timeframe=long, parent=parent
    )
    claim.topics.add(topic)
    factories.appearance(claim, factories.snapshot(f"Sebelum. {WORD} Sesudah.", article=article), quote=WORD)
    source = factories.source(title=WORD, publisher=publisher, url=f"https://long.example/{WORD}", note=long)
    factories.evidence(claim, source=source, quote=WORD, quote_language="en", note=long, locator=WORD[:190])
    author = factories.user(public_name=WORD[:150])
    factories.published(claim, summary=long, reasoning=long, caveats=long, author=author)
    return [
        "",
        f"claims/?q={WORD[:290]}&topic={topic.slug}",
        f"claims/{claim.slug}/",
        f"claims/{parent.slug}/",
        f"articles/{article.slug}/",
        f"sources/{source.slug}/",
        f"claims/?{WORD[:90]}=1",
    ]
