"""Statements that look alike and say something else."""

import pytest

from claims.search.matches.differences import differences


def codes(asked: str, said: str) -> list[str]:
    return [reason.code.value for reason in differences(asked, {"en": said})]


@pytest.mark.parametrize(
    ("asked", "said", "found"),
    [
        ("China approved 346 models.", "China has approved over forty models.", ["number_differs"]),
        ("China menyetujui empat puluh model.", "China has approved over 40 models.", []),
        ("The chip is available in China.", "The chip is not available in China.", ["negation_differs"]),
        ("Chip itu tidak tersedia.", "The chip isn't available.", []),
        ("Rice rose in 2023.", "Rice rose in 2024.", ["date_differs"]),
        ("Rice rose by a third.", "Rice rose by 30 percent in 2024.", []),
        ("Between 40 and 50 models.", "More than 40 models.", []),
        ("", "More than 40 models.", []),
    ],
)
def test_a_number_a_year_or_a_not_is_told(asked: str, said: str, found: list[str]) -> None:
    assert codes(asked, said) == found


def test_both_values_are_named() -> None:
    (reason,) = differences("346 models", {"en": "forty models"})
    assert reason.values == ("346", "40")
    assert reason.speaks_against


def test_the_language_in_which_they_differ_least_counts() -> None:
    texts = {"en": "Sold without a licence.", "id": "Dijual secara gelap."}
    assert differences("Itu dijual secara gelap.", texts) == []
    assert differences("Sold without a licence.", texts) == []
