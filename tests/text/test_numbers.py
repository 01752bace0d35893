"""Numbers in words and digits, Indonesian and English, are one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.numbers import numbers, with_digits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Empat puluh model", "40"),
        ("over forty models", "40"),
        ("40+ models", "40"),
        ("dua ratus lima puluh ribu ton", "250000"),
        ("two hundred and fifty tons", "250"),
        ("3,6 juta ton", "3600000"),
        ("3.6 million tons", "3600000"),
        ("$1.5bn", "1500000000"),
        ("1.500 orang", "1500"),
        ("1,500 people", "1500"),
        ("1 000 000", "1000000"),
        ("lima belas", "15"),
        ("sebelas", "11"),
        ("seratus dua", "102"),
        ("twenty-one", "21"),
        ("abad ke-21", "21"),
        ("2,5 persen", "2.5"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, value: str) -> None:
    assert [number.value for number in numbers(text)] == [value]


@pytest.mark.parametrize("text", ["salah satu", "one of them", "H200", "3.5.1", "", "x", "1" * 60])
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert numbers(text) == []


def test_the_span_is_that_of_the_words() -> None:
    text = "🙂 Lebih dari empat puluh model."
    (number,) = numbers(text)
    assert text[number.start : number.end] == "empat puluh"
    assert with_digits(text) == "🙂 Lebih dari 40 model."


@pytest.mark.parametrize(("text", "expected"), [("from 0 100", ["0", "100"]), ("kept 00 100.", ["0", "100"])])
def test_a_nought_before_three_digits_is_a_number_by_itself(text: str, expected: list[str]) -> None:
    assert [number.value for number in numbers(text)] == expected


@given(st.text(alphabet="0123456789٣ .,'-\u00a0\u202fkm", max_size=20))
def test_whatever_digits_and_marks_stand_together_the_text_is_read(text: str) -> None:
    with_digits(text)
