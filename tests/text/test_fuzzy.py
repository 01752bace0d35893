import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.fuzzy import LONGEST_QUOTE, THRESHOLD, best_match

QUOTE = "Pemerintah telah menyetujui lebih dari empat puluh LLM dalam dua tahun terakhir"


def found(changed: str, quote: str = QUOTE, before: str = "Pada Senin. ", after: str = ". Pasar ramai.") -> str | None:
    text = before + changed + after
    match = best_match(quote, before[-32:], after[:32], len(before), text)
    return None if match is None else text[match.start : match.end]


@pytest.mark.parametrize(
    "changed",
    [
        QUOTE.replace("empat puluh", "lima puluh"),
        QUOTE.replace("empat puluh", "seratus"),
        QUOTE.replace("telah", "sudah"),
        QUOTE.replace("telah ", ""),
        QUOTE.replace("dua tahun", "dua belas tahun"),
        QUOTE.replace("Pemerintah", "Pemerintah Tiongkok"),
        QUOTE.upper().replace("LLM", "LLM").lower(),
        QUOTE.replace(" ", "  "),
    ],
)
def test_a_passage_changed_a_little_is_found_from_its_first_word_to_its_last(changed: str) -> None:
    assert found(changed) == changed


@pytest.mark.parametrize(
    "other",
    [
        "Cuaca di Jakarta hari ini cerah",
        "Pemerintah melarang aplikasi itu dalam dua tahun terakhir",
        "LLM dalam dua tahun terakhir empat puluh dari lebih menyetujui telah Pemerintah",
        "",
    ],
)
def test_a_passage_that_merely_shares_words_is_not(other: str) -> None:
    assert found(other) is None


@pytest.mark.parametrize(
    ("quote", "other"),
    [
        (
            "Menurut data BPS, inflasi Januari 2024 sebesar 2,5 persen.",
            "Menurut data BPS, ekspor Februari 2024 sebesar 3,1 persen.",
        ),
        ("Harga beras naik 5 persen di Jakarta pada Senin.", "Harga telur naik 7 persen di Surabaya pada Selasa."),
    ],
)
def test_another_report_of_the_same_pattern_is_not(quote: str, other: str) -> None:
    assert found(other, quote=quote) is None


def test_a_short_quote_needs_its_surroundings() -> None:
    assert found("warga memanen jagung", quote="warga memanen jagun") == "warga memanen jagung"
    text = "Di tempat lain sama sekali, warga memanen jagung tanpa hujan."
    assert best_match("warga memanen jagun", "Setelah banjir surut, ", " dan menjual ternak mereka.", 22, text) is None


def test_of_two_passages_alike_the_one_with_the_old_surroundings_is_taken() -> None:
    changed = QUOTE.replace("empat", "lima")
    text = f"Di Eropa lain halnya. {changed}. Begitulah. Kata menteri itu: {changed}. Titik."
    match = best_match(QUOTE, "Begitulah. Kata menteri itu: ", ". Titik.", 0, text)
    assert match is not None
    assert match.start == text.rindex("Pemerintah")


def test_writing_without_blanks_is_found_as_well() -> None:
    assert found(
        "中国政府批准了五十多个大型语言模型", quote="中国政府批准了四十多个大型语言模型", before="好。", after="。"
    ) == ("中国政府批准了五十多个大型语言模型")


def test_a_long_quote_is_found_by_its_two_ends() -> None:
    quote = " ".join(f"Kalimat ke-{number} tentang panen." for number in range(40))
    changed = quote.replace("ke-20 tentang panen", "ke-20 tentang gagal panen padi")
    assert found(changed, quote=quote) == changed


def test_a_quote_beyond_the_limit_is_left_to_the_exact_search() -> None:
    words = " ".join(f"kata-{number}" for number in range(1_000))
    longest, too_long = words[:LONGEST_QUOTE], words[: LONGEST_QUOTE + 1]
    assert found(longest.replace("kata-200 ", ""), quote=longest) == longest.replace("kata-200 ", "")
    assert found(too_long.replace("kata-200 ", ""), quote=too_long) is None


def test_one_long_word_in_place_of_another_is_too_much_change() -> None:
    quote = "Ia dan kami pun di situ untuk pertanggungjawaban"
    assert found(quote.replace("pertanggungjawaban", "xyzxyzxyzxyzxyzxyzxy"), quote=quote) is None


@given(st.text(max_size=120), st.text(min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_match_lies_in_the_text_and_reaches_the_threshold(text: str, quote: str) -> None:
    match = best_match(quote, "", "", 0, text)
    if match is not None:
        assert 0 <= match.start < match.end <= len(text)
        assert THRESHOLD <= match.score <= 100
