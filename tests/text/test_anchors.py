from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claims.text.anchors import AnchorState, Selector, find_anchor, make_selector

TEXT = (
    "Pemerintah menyetujui lebih dari empat puluh LLM tahun lalu. Perusahaan lokal membanjiri pasar.\n"
    "Menteri berkata bahwa harga naik. Pedagang juga berkata bahwa harga naik, tetapi lebih sedikit."
)
QUOTE = "menyetujui lebih dari empat puluh LLM"


def selector_for(quote: str, text: str = TEXT, occurrence: int = 0) -> object:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return make_selector(text, start, start + len(quote))


def test_a_selector_is_what_the_web_annotation_model_writes() -> None:
    quote, position = selector_for(QUOTE).as_web_annotation()
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": QUOTE,
        "prefix": "Pemerintah ",
        "suffix": " tahun lalu. Perusahaan lokal me",
    }
    assert position == {"type": "TextPositionSelector", "start": 11, "end": 48}


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 10_000)])
def test_a_place_that_does_not_exist_has_no_selector(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a place"):
        make_selector(TEXT, *span)


def test_an_unchanged_text_is_found_at_the_exact_position() -> None:
    anchor = find_anchor(selector_for(QUOTE), TEXT)
    assert (anchor.state, anchor.start, anchor.end) == (AnchorState.EXACT_POSITION, 11, 48)


def test_moved_words_are_found_as_an_exact_quote() -> None:
    moved = "Sebuah pengantar baru. " + TEXT
    anchor = find_anchor(selector_for(QUOTE), moved)
    assert anchor.state == AnchorState.EXACT_QUOTE
    assert moved[anchor.start : anchor.end] == QUOTE


@pytest.mark.parametrize("occurrence", [0, 1])
def test_among_equal_quotes_the_context_decides(occurrence: int) -> None:
    moved = "Sisipan. " + TEXT
    anchor = find_anchor(selector_for("harga naik", occurrence=occurrence), moved)
    assert anchor.start == make_selector(moved, *_span(moved, "harga naik", occurrence)).start


def _span(text: str, quote: str, occurrence: int) -> tuple[int, int]:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return start, start + len(quote)


def test_reworded_words_are_found_as_a_fuzzy_quote_on_word_boundaries() -> None:
    changed = TEXT.replace("empat puluh", "empat puluhan")
    anchor = find_anchor(selector_for(QUOTE), "Baru. " + changed)
    assert anchor.state == AnchorState.FUZZY_QUOTE
    assert ("Baru. " + changed)[anchor.start : anchor.end] == "menyetujui lebih dari empat puluhan LLM"


def test_a_changed_number_is_never_an_exact_quote() -> None:
    anchor = find_anchor(selector_for(QUOTE), TEXT.replace("empat puluh", "dua ratus"))
    assert anchor.state in (AnchorState.FUZZY_QUOTE, AnchorState.GONE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hari ini hujan turun di Jakarta.",
        "LLM itu lebih mahal. Empat orang menyetujui aturan lain dari puluhan usul.",
    ],
)
def test_words_that_are_merely_shared_do_not_count(text: str) -> None:
    assert find_anchor(selector_for(QUOTE), text).state == AnchorState.GONE


@given(st.text(max_size=60), st.text(min_size=1, max_size=40), st.text(max_size=60))
@settings(max_examples=150)
def test_what_was_selected_is_found_again(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    selector = make_selector(text, len(before), len(before) + len(quote))
    anchor = find_anchor(selector, text)
    assert (anchor.state, anchor.start, anchor.end) == (AnchorState.EXACT_POSITION, selector.start, selector.end)


@given(st.text(min_size=1, max_size=60), st.integers(0, 5))
@settings(max_examples=100)
def test_text_inserted_before_moves_the_anchor_by_its_length(inserted: str, place: int) -> None:
    selector = selector_for(QUOTE)
    changed = TEXT[:place] + inserted + TEXT[place:]
    assume(changed[selector.start : selector.end] != selector.exact)
    anchor = find_anchor(selector, changed)
    assert anchor.state == AnchorState.EXACT_QUOTE
    assert anchor.start == selector.start + len(inserted)


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_any_text_gets_an_answer_whose_span_lies_in_it(text: str) -> None:
    anchor = find_anchor(selector_for(QUOTE), text)
    if anchor.state == AnchorState.GONE:
        assert (anchor.start, anchor.end) == (None, None)
    else:
        assert 0 <= anchor.start < anchor.end <= len(text)


def test_every_sentence_of_the_sample_survives_a_line_in_front_and_a_line_taken_out() -> None:
    text = Path("examples/us-china-ai/article.txt").read_text()
    lines = text.splitlines(keepends=True)
    changed = "Sebuah baris baru.\n" + "".join(lines[:4] + lines[5:])
    for line in lines:
        if len(line) < 40:
            continue
        anchor = find_anchor(selector_for(line.strip(), text), changed)
        expected = AnchorState.GONE if line == lines[4] else AnchorState.EXACT_QUOTE
        assert anchor.state == expected, line


@pytest.mark.parametrize("now", ["400", "1.40", "40.000", "140", "40,5"])
def test_a_number_is_not_found_inside_another_number(now: str) -> None:
    text = "Ada 40 orang hadir."
    selector = make_selector(text, 4, 6)
    assert find_anchor(selector, "Ya. " + text.replace("40", now)).state == AnchorState.GONE
    assert find_anchor(selector, text.replace("40", now)).state == AnchorState.GONE


def test_the_same_words_at_the_old_place_do_not_win_over_the_right_context() -> None:
    selector = make_selector("Harga beras naik. Lalu harga beras turun.", 6, 11)
    changed = "Beli: beras? Tidak. Harga beras naik. Lalu harga beras turun."
    assert changed[selector.start : selector.end] == selector.exact
    anchor = find_anchor(selector, changed)
    assert (anchor.state, anchor.start) == (AnchorState.EXACT_QUOTE, changed.index("Harga") + 6)


@pytest.mark.parametrize("selector", [Selector(0, 0, "", "", ""), Selector(-4, -1, "abc", "", "")])
def test_a_selector_from_elsewhere_that_points_nowhere_is_harmless(selector: Selector) -> None:
    assert find_anchor(selector, "kata").state == AnchorState.GONE


def test_a_selector_without_context_is_found_by_its_words() -> None:
    assert find_anchor(Selector(99, 103, "kata", "", ""), "satu kata saja").start == 5
    # It cannot tell whether it cut a word, so a part of a word is accepted.
    assert find_anchor(Selector(99, 102, "kat", "", ""), "satu kata saja").start == 5


PARAGRAPHS = " ".join(f"Pada hari ke-{number} warga desa {number * 7} memanen padi." for number in range(12_000))


@pytest.mark.parametrize(
    ("quote", "changed"),
    [
        (QUOTE + " tahun lalu di Jakarta", PARAGRAPHS),
        (QUOTE + " tahun lalu", PARAGRAPHS[:300_000] + QUOTE.replace("menye", "tidak menye") + PARAGRAPHS[300_000:]),
        ("kata " * 400, "kata  " * 100_000),
        ("a" * 1000, ("a" * 999 + "b") * 600),
        ("a", "a" * 600_000),
    ],
)
def test_half_a_megabyte_is_searched_in_linear_time(quote: str, changed: str) -> None:
    selector = make_selector("X. " + quote + " Y.", 3, 3 + len(quote))
    find_anchor(selector, changed)
