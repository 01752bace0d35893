"""A post of a social network as a plain sentence."""

from datetime import date

import pytest

from claims.text.posts import Post, read_post


def test_who_said_it_and_when_stands_apart() -> None:
    post = read_post("Rice is dear. https://t.co/x1 — Sari (@sari_d) January 6, 2020")
    assert post == Post("Rice is dear.", "Sari", date(2020, 1, 6))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Look#StopTheSteal now", "Look Stop The Steal now"),
        ("#KebakaranHutan di Riau pic.twitter.com/abc", "Kebakaran Hutan di Riau"),
        ("@WhiteHouse said so", "White House said so"),
        ("Harga beras naik — kata badan statistik.", "Harga beras naik — kata badan statistik."),
        ("", ""),
        ("— (@)", "— (@)"),
    ],
)
def test_links_go_and_tags_become_words(text: str, words: str) -> None:
    assert read_post(text).text == words


def test_a_long_line_takes_no_time() -> None:
    assert read_post("(" * 100_000 + "—" * 100_000).speaker == ""
