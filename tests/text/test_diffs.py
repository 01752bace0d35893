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
