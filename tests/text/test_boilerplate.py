import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.boilerplate import find_boilerplate, not_boilerplate_sentences

SAMPLE = Path("examples/us-china-ai")


def kinds(text: str, language: str = "id") -> list[str]:
    return [span.kind for span in find_boilerplate(text, language)]


def test_the_sample_article_has_exactly_the_boilerplate_that_people_marked() -> None:
    text = (SAMPLE / "article.txt").read_text()
    marked = json.loads((SAMPLE / "us-china-ai.json").read_text())["article"]["boilerplate"]
    found = [{"kind": span.kind, "start": span.start, "end": span.end} for span in find_boilerplate(text, "id")]
    assert found == marked


@pytest.mark.parametrize(
    "line",
    ["Baca juga: Berita lain", "BACA JUGA : Berita lain", "Simak: Video", "Read also: Other news", "Lihat juga: X"],
)
def test_a_link_line_to_another_story_is_boilerplate(line: str) -> None:
    assert kinds(f"Kalimat.\n{line}\nKalimat.") == ["read-also-link"]


@pytest.mark.parametrize(
    "text",
    [
        'Ia berkata, "baca juga buku ini: Laskar Pelangi."',
        "Anak itu membaca juga: semua buku.",
        "| Tahun | Harga |\n|---|---|\n| 2024 | 15 |",
        "Judul yang berakhir dengan garis |",
        "Harga naik.\n---\nHarga turun.",
        "Lihat harga beras hari ini.",
        "Komentar pembaca menjadi tanggung jawab redaksi, kata Budi.",
    ],
)
def test_ordinary_prose_and_tables_are_not(text: str) -> None:
    assert kinds(text) == []


def test_sentences_of_the_story_leave_boilerplate_out() -> None:
    sentences = not_boilerplate_sentences("Harga naik.\nBaca juga: Cuaca\nPanen gagal.", "id")
    assert [sentence.text for sentence in sentences] == ["Harga naik.", "Panen gagal."]


@pytest.mark.parametrize(
    "line",
    ["**Baca juga:** Berita lain", "(Baca juga: Berita lain)", "Baca juga:", "Simak juga: Siapa Dia?", "Read more: X"],
)
def test_what_markup_leaves_of_a_link_line_is_boilerplate(line: str) -> None:
    assert kinds(f"Kalimat.\n{line}\nKalimat.") == ["read-also-link"]


@pytest.mark.parametrize(
    "text",
    [
        "Lihat: tabel 5",
        '"Baca juga: Laskar Pelangi," kata dia.',
        "Baca juga: begitu katanya, lalu ia menutup buku. Setelah itu ia pulang ke rumah neneknya.",
        "Nama |\n---|\nBudi |\nSiti |",
        "a | b\n---|---\nc | d",
        "Comments are the responsibility of the council, said X.",
    ],
)
def test_prose_that_looks_like_a_link_and_small_tables_are_not(text: str) -> None:
    assert kinds(text) == []


def test_a_headline_list_may_have_empty_lines_in_it() -> None:
    text = "Cerita.\n\nJudul satu |\n\n![]() |\n\n---|\n\nJudul dua |\n\n![]() |\n\nCerita lagi."
    [span] = find_boilerplate(text, "id")
    assert text[span.start : span.end].startswith("Judul satu |")
    assert text[span.start : span.end].endswith("![]() |")


@given(
    st.lists(st.sampled_from(["Baca juga: X", "Judul |", "![]() |", "---|", "", "Kalimat biasa.", "---"]), max_size=12)
)
def test_spans_are_whole_lines_in_order_and_the_rest_are_sentences(lines: list[str]) -> None:
    text = "\n".join(lines)
    spans = find_boilerplate(text, "id")
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(text[: span.start][-1:] in ("", "\n") and text[span.end :][:1] in ("", "\n") for span in spans)
    assert all(
        sentence.end <= span.start or span.end <= sentence.start
        for sentence in not_boilerplate_sentences(text, "id")
        for span in spans
    )


@pytest.mark.parametrize("line", ["a" * 200_000, "a" * 200_000 + "|b", "-" * 200_000, "|" * 200_000, "![" * 100_000])
def test_a_line_as_long_as_the_whole_text_takes_no_longer_than_its_length_asks_for(line: str) -> None:
    started = time.process_time()
    find_boilerplate(line, "id")
    # Where each character is compared with all others, a line of this length takes half a minute.
    assert time.process_time() - started < 5
