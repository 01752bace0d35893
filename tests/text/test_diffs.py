import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.diffs import DiffPart, word_diff


def test_a_changed_word_is_one_deletion_and_one_insertion() -> None:
    assert word_diff("harga naik tajam", "harga turun tajam") == [
        DiffPart("equal", "harga "),
        DiffPart("delete", "naik"),
        DiffPart("insert", "turun"),
        DiffPart("equal", " tajam"),
    ]


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=200)
def test_the_parts_join_to_both_texts(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(part.text for part in parts if part.kind != "insert") == old
    assert "".join(part.text for part in parts if part.kind != "delete") == new


def test_equal_texts_have_no_change() -> None:
    assert {part.kind for part in word_diff("sama saja", "sama saja")} == {"equal"}


def test_texts_too_large_to_compare_are_shown_as_one_change() -> None:
    old, new = "a b " * 20_000, "c d " * 20_000
    assert word_diff(old, new) == [
        DiffPart("delete", old.rstrip()),
        DiffPart("insert", new.rstrip()),
        DiffPart("equal", " "),
    ]


def test_a_number_changes_as_a_whole() -> None:
    assert word_diff("Ada 3.654 orang.", "Ada 3.655 orang.")[1:3] == [
        DiffPart("delete", "3.654"),
        DiffPart("insert", "3.655"),
    ]


def test_a_replaced_phrase_is_not_cut_at_its_blanks() -> None:
    assert word_diff("satu dua tiga empat", "satu lima enam empat")[1:3] == [
        DiffPart("delete", "dua tiga"),
        DiffPart("insert", "lima enam"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(f"w{n}" for n in range(4_900)), " ".join(f"v{n}" for n in range(4_900))),
        ("a b " * 2_450, "b a " * 2_450),
        ("a b " * 100_000, "x " + "a b " * 100_000 + "c"),
    ],
)
def test_hostile_texts_are_compared_quickly_and_still_join(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(part.text for part in parts if part.kind != "insert") == old
    assert "".join(part.text for part in parts if part.kind != "delete") == new
