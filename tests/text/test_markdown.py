import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.markdown import Reference, plain_text, render_inline, render_markdown


def test_markdown_becomes_html() -> None:
    assert render_markdown("Harga *naik*.\n\n- satu\n- dua") == (
        "<p>Harga <em>naik</em>.</p>\n<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>\n"
    )


def test_a_cited_source_becomes_a_link_with_its_number() -> None:
    rendered = render_markdown("Naik [bps-2024].", {"bps-2024": Reference("#source-3", "[3]")})
    assert '<a href="#source-3"' in rendered
    assert ">[3]</a>" in rendered


def test_a_cited_source_without_a_label_keeps_its_slug() -> None:
    assert ">[bps-2024]</a>" in render_markdown("Naik [bps-2024].", {"bps-2024": "/en/sources/bps-2024/"})


def test_an_unknown_citation_stays_as_it_was_typed() -> None:
    assert render_markdown("Naik [nobody].") == "<p>Naik [nobody].</p>\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](//evil.example/x)",
        "![x](https://evil.example/pixel.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>*{display:none}</style>",
        "<iframe src=https://evil.example>",
        "`<b>`",
        "[x]: javascript:alert(1)\n\n[x]",
        "<svg/onload=alert(1)>",
    ],
)
def test_hostile_markdown_is_harmless(hostile: str) -> None:
    rendered = render_markdown(hostile)
    assert not re.search(r"<(?!/?(a|p|em|strong|code|pre|ul|ol|li|blockquote|br|h[345]|hr)\b)", rendered)
    assert all(link.startswith(("http://", "https://", "/", "#")) for link in re.findall(r'href="([^"]*)"', rendered))
    assert 'href="//' not in rendered


def test_links_to_elsewhere_pass_on_neither_trust_nor_the_opener() -> None:
    assert 'rel="nofollow noopener ugc"' in render_markdown("[x](https://other.example/)")


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_opens_a_tag_of_its_own(text: str) -> None:
    rendered = render_markdown(text)
    assert "<script" not in rendered.lower()
    assert "javascript:" not in re.sub(r">[^<]*<", "><", rendered).lower()


@pytest.mark.parametrize("hostile", ["[" * 100_000, ">" * 100_000, "*" * 100_000, "`" * 100_000, "- " * 50_000])
def test_a_hundred_kilobytes_of_one_mark_are_rendered(hostile: str) -> None:
    assert render_markdown(hostile)


def test_plain_text_has_the_words_alone() -> None:
    assert plain_text("# Judul\n\nHarga **naik** [bps].\n\n- satu\n- `dua`\n\n<b>x</b>") == (
        "Judul Harga naik [bps]. satu dua <b>x</b>"
    )


def test_two_sources_at_one_address_keep_their_own_labels() -> None:
    references = {"one": Reference("/s/", "[1]"), "two": Reference("/s/", "[2]")}
    assert render_markdown("[one] [two]", references) == '<p><a href="/s/">[1]</a> <a href="/s/">[2]</a></p>\n'


def test_a_citation_is_known_whatever_its_case_and_keeps_words_of_its_own() -> None:
    references = {"bps-2024": Reference("/s/", "[3]")}
    assert render_markdown("[BPS-2024]", references) == '<p><a href="/s/">[3]</a></p>\n'
    assert render_markdown("[data resmi][bps-2024]", references) == '<p><a href="/s/">data resmi</a></p>\n'


def test_a_link_within_the_site_carries_no_rel() -> None:
    assert render_markdown("[x](/a) [y](page) [z](#p)") == (
        '<p><a href="/a">x</a> <a href="page">y</a> <a href="#p">z</a></p>\n'
    )


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//evil.example/", "/\\evil.example", "http:evil.example"])
def test_an_unsafe_link_stays_text(href: str) -> None:
    assert "<a" not in render_markdown(f"[x]({href})")
    assert render_markdown("[x]", {"x": href}) == "<p>[x]</p>\n"


def test_an_image_becomes_a_link_to_it() -> None:
    assert ">grafik</a>" in render_markdown("![grafik](https://a.example/x.png)")


def test_headings_keep_below_those_of_the_page() -> None:
    assert render_markdown("# A\n\n###### B") == "<h3>A</h3>\n<h5>B</h5>\n"


def test_a_list_keeps_its_first_number_and_a_link_loses_its_title() -> None:
    assert '<ol start="5">' in render_markdown("5. lima")
    assert "title" not in render_markdown('[x](https://a.example/ "judul")')


@pytest.mark.parametrize(
    "source", ["> " * 40 + "kata", "- " * 40 + "kata", "isi " * 12_000 + "kata", "[" * 3_000 + "kata"]
)
def test_no_word_is_left_out_however_long_or_deep_the_text(source: str) -> None:
    assert "kata" in render_markdown(source)
    assert "kata" in plain_text(source)
    assert "<script" not in render_markdown(source + "<script>")


@pytest.mark.parametrize("unit", ["[", "![", "](", "[a](", "*a ", "<http://a", "a\n", "`a", "**a "])
def test_a_hundred_kilobytes_of_anything_take_a_moment(unit: str) -> None:
    for length in (39_000, 100_000):
        render_markdown((unit * length)[:length])


def test_a_line_keeps_its_emphasis_and_loses_its_blocks() -> None:
    assert render_inline("The *main* part, `H200`.") == "The <em>main</em> part, <code>H200</code>."
    assert render_inline("# No heading") == "# No heading"


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "[" * 100_000, "<b>" * 20_000]
)
def test_a_hostile_line_is_harmless(hostile: str) -> None:
    rendered = render_inline(hostile)
    assert "<script" not in rendered
    assert "<b>" not in rendered
    assert "<a" not in rendered
