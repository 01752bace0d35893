import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.bibtex import bibtex_entry, escape_bibtex


def depths(text: str) -> list[int]:
    """How many braces are open after each character, as BibTeX counts them: a backslash protects none."""
    found, depth = [], 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        found.append(depth)
    return found


@given(st.text())
def test_no_text_ends_its_field_or_its_entry(text: str) -> None:
    levels = depths(escape_bibtex(text))
    assert min(levels, default=0) >= 0
    assert levels[-1:] in ([], [0])


@given(st.text(alphabet='\\{}%#$&_^~"@ a'))
def test_what_latex_reads_as_a_command_is_written_as_one(text: str) -> None:
    plain = re.sub(r"\\[a-z]+\{\}|\\[#$%&_]|\{\"\}", "", escape_bibtex(text))
    assert not set(plain) & set('\\{}%#$&_^~"')


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("100% of R&D", r"100\% of R\&D"),
        ("a}b{c", r"a\textbraceright{}b\textbraceleft{}c"),
        ("\\input{x}", r"\textbackslash{}input\textbraceleft{}x\textbraceright{}"),
        ('"so"', '{"}so{"}'),
        ("Rp3.000 – naik é", "Rp3.000 – naik é"),
    ],
)
def test_texts_show_as_they_are(text: str, escaped: str) -> None:
    assert escape_bibtex(text) == escaped


def test_an_entry_has_one_field_a_line_and_numbers_stay_numbers() -> None:
    entry = bibtex_entry("misc", "rice-v1", {"title": "Rice and fish", "year": "2026"}, url="https://a.example/b_c/")
    assert entry == (
        "@misc{rice-v1,\n  title = {{Rice and fish}},\n  year = {2026},\n  url = {https://a.example/b_c/},\n}\n"
    )
