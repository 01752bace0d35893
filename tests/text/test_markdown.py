import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.markdown import Reference, plain_text, render_markdown


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
