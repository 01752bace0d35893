"""Statements that look alike and say something else."""

import pytest

from claims.search.matches.differences import Said, differences


def codes(asked: str, said: str) -> list[str]:
    return [reason.code.value for reason in differences(Said.of(asked), {"en": said}, "en")]


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
        (
            "Restricted GPUs reached China via Singapore.",
            "Restricted GPUs reached China via Malaysia.",
            ["name_differs"],
        ),
        ("Nvidia H100 chips reached China.", "Nvidia H200 chips reached China.", ["name_differs"]),
        ("Does Baichuan beat OpenAI?", "Does Moonshot AI beat OpenAI?", ["name_differs"]),
        ("The FBI searched the house of the mayor.", "The CIA searched the house of the mayor.", ["name_differs"]),
        ("President Biden fell in Ohio.", "Joe Biden fell in Ohio.", []),
        ("Chips reached the UAE.", "Chips reached the United Arab Emirates.", []),
        ("Chips reached China.", "Chips reached the Chinese.", []),
        ("Restricted GPUs Reach China Via Singapore", "Restricted GPUs reached China via Malaysia.", []),
        (
            "In Singapore nobody smuggles anything.",
            "Restricted GPUs reached China via Malaysia, and nobody says how.",
            [],
        ),
    ],
)
def test_a_number_a_year_or_a_not_is_told(asked: str, said: str, found: list[str]) -> None:
    assert codes(asked, said) == found


def test_both_values_are_named() -> None:
    (reason,) = differences(Said.of("346 models"), {"en": "forty models"}, "en")
    assert reason.values == ("346", "40")
    assert reason.speaks_against


def test_the_language_in_which_they_differ_least_counts() -> None:
    texts = {"en": "Sold without a licence.", "id": "Dijual secara gelap."}
    assert differences(Said.of("Itu dijual secara gelap."), texts, "id") == []
    assert differences(Said.of("Sold without a licence."), texts, "en") == []
