"""Hostile words in every field of a claim are shown harmless, and readable, on every page."""

from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '" onmouseover="alert(1)" x=\''
FOREIGN = "🐟👩‍👩‍👧 السعر ارتفع\u200b\u200d\u2066"
HOSTILE = f"{SCRIPT}{ATTRIBUTE}<img src=x onerror=alert(1)>[x](javascript:alert(1))\u202e{{{{ 7|add:7 }}}}{FOREIGN}"


class Markup(HTMLParser):
    """What a browser would make of a page: tags, attribute names and links."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A block of data, which no browser runs; that nothing gets out of it is a rule of its own.
        if (tag, dict(attrs).get("type")) != ("script", "application/ld+json"):
            self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Each test has a record of its own that begins at number 1, which is what kept names go by."""
    cache.clear()


@pytest.fixture
def addresses() -> list[str]:
    hostile = factories.text(HOSTILE, HOSTILE)
    publisher = factories.entity(name=hostile, domain="hostile.example")
    article = factories.article(title=HOSTILE, publisher=publisher, authors=[HOSTILE])
    snapshot = factories.snapshot(f"Sebelum. {HOSTILE} Sesudah.", article=article)
    parent = factories.published(factories.checkable_claim(statement=hostile)).claim
    claim = factories.checkable_claim(
        appearances=False,
        statement=hostile,
        claimant=publisher,
        attribution=hostile,
        timeframe=hostile,
        parent=parent,
    )
    topic = factories.topic(name=hostile)
    claim.topics.add(topic)
    factories.appearance(claim, snapshot, quote=HOSTILE)
    source = factories.source(title=HOSTILE, publisher=publisher, copy_of=HOSTILE[:190], note=hostile)
    factories.evidence(claim, source=source, quote=HOSTILE, quote_language="en", note=hostile, locator=HOSTILE[:190])
    factories.published(
        claim,
        summary=hostile,
        reasoning=factories.text(HOSTILE + "\n\n" + "x" * 30_000, HOSTILE),
        caveats=hostile,
        author=factories.user(public_name=HOSTILE[:150]),
    )
    return [
        "",
        "claims/",
        f"claims/?q={SCRIPT}",
        f"claims/{claim.slug}/",
        f"claims/{claim.slug}/v/1/",
        f"claims/{parent.slug}/",
        "articles/",
        f"articles/{article.slug}/",
        "sources/",
        f"sources/{source.slug}/",
        "ratings/",
        f"claims/{claim.slug}/report/",
        "topics/",
        f"topics/{topic.slug}/",
        f"claims/?topic={topic.slug}&publisher={publisher.slug}",
        "names/",
        f"names/{publisher.slug}/",
        "corrections/",
        "figures/",
    ]


def test_nothing_hostile_becomes_markup(client: Client, addresses: list[str]) -> None:
    for language in ("en", "id"):
        for address in addresses:
            answer = client.get(f"/{language}/{address}")
            page = answer.content.decode()
            assert answer.status_code == 200, address
            found = Markup()
            found.feed(page)
            assert found.tags.isdisjoint({"script", "img", "iframe", "object", "style"}), address
            assert not [name for name in found.attributes if name.startswith("on")], address
            for link in found.links:
                assert link.startswith(("/", "#", "?", "http://", "https://", "mailto:?subject=")), (address, link)
            assert "{{ 7|add:7 }}" in page or "7|add" not in page, address


def test_hostile_words_stay_readable(client: Client, addresses: list[str]) -> None:
    page = client.get(f"/en/{addresses[3]}").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert FOREIGN in page


def test_no_page_allows_inline_code(client: Client, addresses: list[str]) -> None:
    answer = client.get(f"/en/{addresses[3]}")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    found = Markup()
    found.feed(answer.content.decode())
    assert "style" not in found.attributes


def test_a_word_of_a_hundred_kilobytes_is_shown(client: Client) -> None:
    claim = factories.checkable_claim(statement=factories.text("x" * 100_000))
    slug = factories.published(claim).slug
    assert "x" * 100_000 in client.get(f"/en/claims/{slug}/").content.decode()
