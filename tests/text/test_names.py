"""Names by how they are written, and two sentences that name different things."""

import pytest

from claims.text.names import named, named_apart


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chips of Nvidia reached China.", ("Nvidia", "China")),
        ("We asked Moonshot AI about it.", ("Moonshot AI",)),
        ("The WHO tested an H200 in 2025.", ("WHO", "H200")),
        ("Rain fell. Nobody saw it.", ()),
        ("On Monday the President spoke.", ()),
        ("Restricted GPUs Reach China Via Singapore", ()),
        ("", ()),
        ("🙂 ? 漢字", ()),
    ],
)
def test_names_are_what_is_written_as_a_name(text: str, names: tuple[str, ...]) -> None:
    assert named(text).names == names


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Chips went through Malaysia.", "Chips went through Taiwan.", ("Malaysia", "Taiwan")),
        ("Chips went through Malaysia.", "Chips went through a port.", None),
        ("Chips went to the US.", "Chips went to the United States.", None),
        ("Chips went to the UAE.", "Chips went to the United Arab Emirates.", None),
        ("A comet passed over Rome.", "The mayor of Paris resigned on a day of rain.", None),
        ("", "Chips went through Taiwan.", None),
        ("Model AI-nya belajar dari data.", "Model AI belajar dari data.", None),
        ("They sell GPUs to the American army.", "They sell a GPU to the US army.", None),
    ],
)
def test_two_sentences_are_apart_when_each_names_what_the_other_does_not(
    one: str, other: str, apart: tuple[str, str] | None
) -> None:
    assert named_apart(named(one), named(other)) == apart
