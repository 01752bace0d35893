from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.sentences import split_sentences


def sentences(text: str, language: str = "id") -> list[str]:
    return [sentence.text for sentence in split_sentences(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Menurut Prof. Budi harga naik.",
        "Ia bekerja di PT. Maju Jaya sejak 2020.",
        "Perusahaan PT. Maju Tbk. rugi besar.",
        "Aturan No. 5 tahun 2024 berlaku.",
        "Rumahnya di Jl. Sudirman.",
        "Dr. H. Ahmad hadir.",
        "Nilainya naik 3.654 poin.",
        "Inflasi mencapai 3,5 persen.",
        "Harganya Rp2.500,00 per liter.",
        "Rapat mulai pukul 10.30 WIB.",
        "J. K. Rowling menulis buku itu.",
        "Beras, gula, dll. juga naik.",
    ],
)
def test_an_indonesian_abbreviation_or_number_ends_no_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} Kalimat kedua.") == [sentence, "Kalimat kedua."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. government refused.",
        "Prof. Smith of Acme Inc. said so.",
        "It rose by 3.5 percent.",
        "Some fruits, e.g. apples, fell.",
        "See No. 7 for more.",
        "Mr. Lee met Gov. Brown.",
    ],
)
def test_an_english_abbreviation_or_number_ends_no_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} A second one.", "en") == [sentence, "A second one."]


def test_an_abbreviation_can_end_a_sentence() -> None:
    assert sentences("He lives in the U.S. She does not.", "en") == ["He lives in the U.S.", "She does not."]
    assert sentences("Beras, gula, dll. Semua naik.") == ["Beras, gula, dll.", "Semua naik."]


@pytest.mark.parametrize(
    "quotation",
    [
        '"Saya pergi. Dia datang," kata Budi.',
        "“Saya pergi. Dia datang,” kata Budi.",
        '"Benarkah? Saya tidak tahu!" ujar Siti.',
        "“I came. I saw,” said Caesar.",
        "“Kata ‘ya. Tidak.’ itu salah. Jangan dipakai,” kata Budi.",
        '“Ia bilang "ya. Tidak." Itu salah. Jangan dipakai,” kata Budi.',
    ],
)
def test_a_quotation_over_several_sentences_stays_with_its_attribution(quotation: str) -> None:
    assert sentences(f"{quotation} Lalu ia pulang.") == [quotation, "Lalu ia pulang."]


def test_a_quotation_mark_that_is_never_closed_swallows_no_further_line() -> None:
    assert sentences('"Saya pergi. Dia datang.\nBaris kedua. Selesai.')[-2:] == ["Baris kedua.", "Selesai."]


def test_a_line_end_always_ends_a_sentence() -> None:
    assert sentences("Judul tanpa titik\nKalimat pertama. Kedua!\r\n\r\nKetiga?") == [
        "Judul tanpa titik",
        "Kalimat pertama.",
        "Kedua!",
        "Ketiga?",
    ]


def test_an_unknown_language_follows_the_english_rules() -> None:
    assert sentences("Mr. Lee left. He came back.", "xx") == ["Mr. Lee left.", "He came back."]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_a_blank_text_has_no_sentence(text: str) -> None:
    assert sentences(text) == []


@given(st.text(max_size=300), st.sampled_from(["id", "en", "xx"]))
@settings(max_examples=150, deadline=None)
def test_sentences_cover_the_text_in_order_without_overlap(text: str, language: str) -> None:
    position = 0
    for sentence in split_sentences(text, language):
        assert sentence.start >= position
        assert text[position : sentence.start].strip() == ""
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        position = sentence.end
    assert text[position:].strip() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Entah… Dia pergi... Lalu pulang.", ["Entah…", "Dia pergi...", "Lalu pulang."]),
        ("Benarkah?! Ya.", ["Benarkah?!", "Ya."]),
        ("Surat a.n. Budi dikirim ke Jl. Merdeka.", ["Surat a.n. Budi dikirim ke Jl. Merdeka."]),
        ("Rapat pkl. 10.30 WIB. Tgl. 5 libur.", ["Rapat pkl. 10.30 WIB.", "Tgl. 5 libur."]),
        ("Uangnya Rp. 3.000 saja. Cukup.", ["Uangnya Rp. 3.000 saja.", "Cukup."]),
        ("1. Harga naik. Panen gagal.", ["1. Harga naik.", "Panen gagal."]),
    ],
)
def test_marks_and_numbers_are_read_as_an_indonesian_reader_would(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada empat puluh LLM. Semua baru.", ["Ada empat puluh LLM.", "Semua baru."]),
        ("Itu banyak hal. Lalu ia pergi.", ["Itu banyak hal.", "Lalu ia pergi."]),
        ("Ia butuh vitamin C. Lalu ia sembuh.", ["Ia butuh vitamin C.", "Lalu ia sembuh."]),
    ],
)
def test_a_word_that_looks_like_an_abbreviation_ends_its_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_an_inch_mark_opens_no_quotation() -> None:
    assert sentences('Layar 5" dijual. Harganya "murah". Laku.') == ['Layar 5" dijual.', 'Harganya "murah".', "Laku."]


def test_apostrophes_open_no_quotation() -> None:
    assert sentences("I don’t know. He doesn’t care.", "en") == ["I don’t know.", "He doesn’t care."]


def test_an_ideographic_full_stop_ends_a_sentence_without_a_space() -> None:
    assert sentences("中文句子。第二句。", "zh") == ["中文句子。", "第二句。"]


@pytest.mark.parametrize("text", ["D\u00a0. E", "A\u2028.", "\ud800. A", "é\u3000. “É”", "\x1c. A"])
def test_a_character_that_the_splitter_cannot_bear_is_no_failure(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


MARKS = st.text(st.sampled_from(list("aB.!?…\"'“”’()\n\r\u2028\x85\x1c ,1é\u0301\u200b\u00a0。\ud800D")), max_size=60)


@given(MARKS, st.sampled_from(["id", "en", "xx"]))
@settings(max_examples=200, deadline=None)
def test_texts_of_marks_are_covered_as_well_and_no_sentence_holds_a_line_end(text: str, language: str) -> None:
    found = split_sentences(text, language)
    assert "".join("".join(text[one.start : one.end] for one in found).split()) == "".join(text.split())
    assert all(one.start < one.end <= other.start for one, other in pairwise(found))
    assert all(len(one.text.splitlines()) == 1 for one in found)


@pytest.mark.parametrize("unit", ["Dr. ", '"A. ', "“", "A. ", ".", "Kalimat biasa. "])
def test_a_line_of_a_hundred_kilobytes_is_split_in_linear_time(unit: str) -> None:
    line = (unit * 100_000)[:100_000]
    split_sentences(line, "id")
