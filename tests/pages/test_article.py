import re
from html import unescape

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.pages.highlights import Span, highlighted_lines
from claims.workflow import publish_unverified
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
    whole = "".join(line.html for line in lines)
    assert plain(whole) == text
    depth = 0
    for closing in re.findall(r"<(/?)mark", whole):
        depth += -1 if closing else 1
        assert depth >= 0
    assert depth == 0
    visible = {span for span in made if any(character != "\n" for character in text[span.start : span.end])}
    assert len(re.findall("data-claim=", whole)) == len(visible)
    begun = [span for line in lines for span in line.begins]
    assert set(begun) == visible
    assert len(begun) == len(visible)


def test_overlapping_marks_go_on_in_a_second_piece() -> None:
    [line] = highlighted_lines("abcdef", [Span(0, 4, "claim", "one"), Span(2, 6, "claim", "two")])
    assert plain(line.html) == "abcdef"
    assert line.html.count("data-claim=") == 2
    assert line.html.count('data-continued="two"') == 1


def test_a_claim_said_twice_is_one_place_to_link_to() -> None:
    lines = highlighted_lines("abc\nabc", [Span(0, 3, "claim", "one"), Span(4, 7, "claim", "one")])
    whole = "".join(line.html for line in lines)
    assert whole.count('id="claim-one"') == whole.count("data-claim=") == 1
    assert whole.count('data-repeated="one"') == 1


def test_a_mark_that_starts_with_a_line_end_belongs_to_the_line_it_is_seen_in() -> None:
    first, second = highlighted_lines("abc\ndef", [Span(3, 7, "claim", "one")])
    assert (len(first.begins), len(second.begins)) == (0, 1)


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
def test_claims_in_an_older_text_are_listed_below_the_newer_one(client: Client) -> None:
    old = factories.snapshot()
    first = factories.checkable_claim(appearances=False)
    factories.appearance(first, old)
    factories.published(first)
    new = factories.snapshot("Teks baru sama sekali.", article=old.article)
    second = factories.checkable_claim(appearances=False)
    factories.appearance(second, new, quote="Teks baru")
    factories.published(second)
    page = client.get(f"/en/articles/{old.article.slug}/").content.decode()
    assert f'<li id="claim-{first.slug}">' in page[page.index("From an earlier text of this article") :]
    assert f'id="claim-{second.slug}"' not in page[page.index("From an earlier text of this article") :]
    assert "2 claims" in page


@pytest.mark.django_db
def test_the_text_of_the_page_is_the_text_as_it_was_stored(client: Client) -> None:
    content = "\n\nJudul\n\nHarga <b>beras</b> &amp; naik.  Dua spasi.\n \nAkhir 🙂\n"
    snapshot = factories.snapshot(content)
    for quote in ("Harga <b>beras</b>", "<b>beras</b> &amp; naik.", "Akhir 🙂"):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot, quote=quote)
        factories.published(claim)
    page = client.get(f"/en/articles/{snapshot.article.slug}/").content.decode()
    paragraphs = re.findall(r'<p class="paragraph-text"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert "".join(plain(html) for html in paragraphs) == content


@pytest.mark.django_db
def test_a_mark_and_its_verdict_carry_the_same_number(client: Client) -> None:
    snapshot = factories.snapshot("Ikan terbang tinggi. Burung berenang.")
    slugs = []
    for quote in ("Burung berenang.", "Ikan terbang tinggi.", "terbang"):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot, quote=quote)
        slugs.append(factories.published(claim).slug)
    page = client.get(f"/en/articles/{snapshot.article.slug}/").content.decode()
    in_text = re.findall(r'data-claim="([^"]+)" data-number="(\d)"', page)
    in_margin = re.findall(r'note-number">(\d)<.*?/claims/([^/]+)/"', page, re.DOTALL)
    assert in_text == [(slugs[1], "1"), (slugs[2], "2"), (slugs[0], "3")]
    assert [(slug, number) for number, slug in in_margin] == in_text


@pytest.mark.django_db
def test_only_claims_with_a_verdict_count_as_checked(client: Client) -> None:
    snapshot = factories.snapshot("Ikan terbang.")
    claim = factories.checkable_claim(appearances=False, verification_status="in_progress")
    factories.appearance(claim, snapshot, quote="Ikan terbang.")
    publish_unverified(claim, by=factories.user("editor"))
    page = client.get(f"/en/articles/{snapshot.article.slug}/").content.decode()
    assert "0% of the story checked" in page
    assert "100% being checked" in page


@pytest.mark.django_db
def test_an_article_of_drafts_has_no_page(client: Client) -> None:
    snapshot = factories.snapshot()
    factories.appearance(factories.claim(), snapshot)
    assert client.get(f"/en/articles/{snapshot.article.slug}/").status_code == 404
    assert snapshot.article.title not in client.get("/en/articles/").content.decode()


@pytest.mark.django_db
def test_what_the_publisher_changed_is_shown_with_the_claims_that_it_touches(client: Client) -> None:
    old = factories.snapshot("Harga beras naik tiga kali lipat. Cuaca cerah.")
    touched, untouched = factories.checkable_claim(appearances=False), factories.checkable_claim(appearances=False)
    factories.appearance(touched, old, quote="Harga beras naik tiga kali lipat.")
    factories.published(touched, rating="false")
    beside = factories.checkable_claim(appearances=False)
    factories.appearance(beside, old, quote="Cuaca cerah.")
    factories.published(beside, rating="true")
    new = factories.snapshot("Harga beras naik dua kali lipat. Cuaca cerah.", article=old.article)
    factories.appearance(untouched, new, quote="Cuaca cerah.")
    factories.published(untouched)
    page = client.get(f"/en/articles/{old.article.slug}/").content.decode()
    changes = page[page.index("What the publisher changed") :].partition("</section>")[0]
    assert "<del>tiga</del><ins>dua</ins>" in changes
    assert touched.slug in changes
    assert beside.slug not in changes
    assert untouched.slug not in changes


@pytest.mark.django_db
def test_an_article_that_did_not_change_says_nothing_of_changes(client: Client) -> None:
    claim = factories.checkable_claim()
    factories.published(claim)
    slug = claim.appearances.get().snapshot.article.slug
    assert "What the publisher changed" not in client.get(f"/en/articles/{slug}/").content.decode()
