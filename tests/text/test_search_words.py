"""What differs only in writing is the same to the search."""

import pytest

from claims.text.search_words import searchable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 persen", "empat puluh %"),
        ("U.S. dollars", "US dollars"),
        ("forty percent", "40%"),
        ("5 km", "lima kilometer"),
    ],
)
def test_one_word_for_each_number_unit_and_acronym(one: str, other: str) -> None:
    assert searchable(one).split() == searchable(other).split()


def test_a_name_with_a_number_is_kept_whole_and_by_its_name() -> None:
    assert searchable("COVID-19").split() == ["COVID19", "COVID"]


def test_the_health_organization_is_no_small_word() -> None:
    assert "WHOacronym" in searchable("the WHO says so")
    assert searchable("WHO SAYS SO").split() == ["WHO", "SAYS", "SO"]


def test_what_the_database_cannot_hold_becomes_a_blank() -> None:
    assert searchable("a\x00b\ud800c") == "a b c"
