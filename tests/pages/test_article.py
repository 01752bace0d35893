import re
from html import unescape

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.pages.highlights import Span, highlighted_lines
from tests import factories


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=6
)


@given(st.text(alphabet="ab <&\"'\né🙂", max_size=60), spans)
@settings(max_examples=200)
def test_marks_nest_whatever_the_spans_and_leave_the_text_as_it_is(text: str, places: list[tuple[int, int]]) -> None:
    made = [Span(start, end, "claim", f"claim-{number}", "x") for number, (start, end) in enumerate(places)]
    lines = highlighted_lines(text, made)
    assert "\n".join(plain(html) for _start, _end, html in lines) == text
    whole = "".join(html for _start, _end, html in lines)
    depth = 0
    for closing in re.findall(r"<(/?)mark", whole):
        depth += -1 if closing else 1
        assert depth >= 0
    assert depth == 0
    visible = [span for span in made if any(character != "\n" for character in text[span.start : span.end])]
    assert len(re.findall("data-claim=", whole)) == len(visible)


def test_overlapping_marks_go_on_in_a_second_piece() -> None:
    [(_start, _end, html)] = highlighted_lines("abcdef", [Span(0, 4, "claim", "one"), Span(2, 6, "claim", "two")])
    assert plain(html) == "abcdef"
    assert html.count("data-claim=") == 2
    assert html.count('data-continued="two"') == 1


@pytest.mark.django_db
def test_each_claim_is_marked_and_its_verdict_stands_beside(client: Client) -> None:
    snapshot = factories.snapshot()
    slugs = []
    for quote, rating in ((factories.QUOTE, "false"), ("tiga kali lipat", "true")):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot, quote=quote)
        slugs.append(factories.published(claim, rating=rating).slug)
    page = client.get(f"/en/articles/{snapshot.article.slug}/").content.decode()
    assert re.findall(r'data-claim="([^"]+)"', page) == slugs
    notes = page[page.index('class="margin"') :]
    assert [notes.index(f'href="/en/claims/{slug}/"') for slug in slugs]
    assert re.search(r"\d+% of the story checked", page)


@pytest.mark.django_db
def test_boilerplate_is_dimmed_and_what_cannot_be_checked_has_its_reason(client: Client) -> None:
    text = "Judul\nHarga beras naik.\nBaca juga: Cuaca"
    snapshot = factories.snapshot(text, boilerplate=[{"kind": "read-also-link", "start": 24, "end": 40}])
    headline = factories.claim(
        stage="dismissed", dismissal_reason="headline", dismissal_note={"en": "A *headline*.", "id": "Judul."}
    )
    factories.appearance(headline, snapshot, quote="Judul")
    claim = factories.checkable_claim(appearances=False)
    factories.appearance(claim, snapshot, quote="Harga beras naik.")
    factories.published(claim)
    page = client.get(f"/en/articles/{snapshot.article.slug}/").content.decode()
    assert '<span class="boilerplate">Baca juga: Cuaca</span>' in page
    assert '<span class="not-checkable">Judul</span>' in page
    assert "A <em>headline</em>." in page


@pytest.mark.django_db
def test_claims_in_an_older_text_are_not_marked_in_the_newer_one(client: Client) -> None:
    old = factories.snapshot()
    first = factories.checkable_claim(appearances=False)
    factories.appearance(first, old)
    factories.published(first)
    new = factories.snapshot("Teks baru sama sekali.", article=old.article)
    second = factories.checkable_claim(appearances=False)
    factories.appearance(second, new, quote="Teks baru")
    factories.published(second)
    page = client.get(f"/en/articles/{old.article.slug}/").content.decode()
    assert re.findall(r'data-claim="([^"]+)"', page) == [second.slug]


@pytest.mark.django_db
def test_an_article_of_drafts_has_no_page(client: Client) -> None:
    snapshot = factories.snapshot()
    factories.appearance(factories.claim(), snapshot)
    assert client.get(f"/en/articles/{snapshot.article.slug}/").status_code == 404
    assert snapshot.article.title not in client.get("/en/articles/").content.decode()
