import json
from pathlib import Path

import pytest

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
