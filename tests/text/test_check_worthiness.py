import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.check_worthiness import SIGNS, weigh_sentence, weigh_text

SAMPLE = Path("examples/us-china-ai")


def names(sentence: str) -> set[str]:
    return {sign.name for sign in weigh_sentence(sentence).signs}


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("Pemerintah menyetujui empat puluh model bahasa besar.", "number"),
        ("The ministry approved 46 language models in 2024.", "number"),
        ("Produksi beras lebih banyak dibandingkan tahun lalu.", "comparison"),
        ("It is the largest dam of the country so far.", "comparison"),
        ("Di Jakarta harga cabai tidak berubah sama sekali.", "named-entity"),
        ("Chips of type H200 reach the country by ship.", "named-entity"),
        ("Harga naik, kata juru bicara kementerian itu.", "reported-speech"),
        ("According to the report, the bridge is closed.", "reported-speech"),
        ("Banjir itu terjadi karena tanggul jebol di hulu.", "causal"),
        ("The flood came because the dam had broken.", "causal"),
        ("Jembatan itu telah diresmikan oleh gubernur.", "past-event"),
        ("The bridge was opened by the governor.", "past-event"),
        ("Peraturan itu berlaku bagi semua pengendara motor.", "regulation"),
        ("The law applies to every rider of a motorcycle.", "regulation"),
        ("Menurut saya film itu membosankan bagi anak.", "opinion"),
        ("I think this film bores every child.", "opinion"),
        ("Harga beras diperkirakan turun bulan depan.", "prediction"),
        ("Rice will be cheaper in the coming season.", "prediction"),
        ("Langkah itu didorong oleh keinginan untuk berkuasa.", "motive"),
        ("They want to rule the whole market.", "motive"),
        ("Apakah benar harga beras turun?", "question"),
        ("Selamat pagi, pemirsa di seluruh tanah air.", "greeting"),
        ("Good morning to all who listen to us.", "greeting"),
        ("Harga Beras Turun Tajam", "heading"),
    ],
)
def test_a_sign_is_seen_in_both_languages(sentence: str, sign: str) -> None:
    assert sign in names(sentence)


def test_every_sign_says_which_words_gave_it_and_the_points_add_up_to_the_score() -> None:
    weighed = weigh_sentence("Kementerian menyetujui 46 model, lebih dari tahun lalu.")
    words = {sign.name: sign.words for sign in weighed.signs}
    assert words["number"] == ("46",)
    assert words["comparison"] == ("lebih dari",)
    assert weighed.score == min(100, 30 + sum(sign.points for sign in weighed.signs)) / 100


def test_a_word_counts_only_whole() -> None:
    assert "prediction" not in names("Makanan yang terbuat dari akar bakau laku di sana.")
    assert "number" not in names("A tension of the tenants shows in the tent.")


def test_the_first_word_of_a_sentence_is_no_name_by_its_capital() -> None:
    assert "named-entity" not in names("Jembatan itu roboh tadi malam.")
    assert "named-entity" in names("Meskipun Jakarta jauh, barang itu sampai.")
    [sign] = [
        each for each in weigh_sentence("Meskipun Jakarta jauh, itu sampai.").signs if each.name == "named-entity"
    ]
    assert sign.words == ("Jakarta",)


def test_what_the_dossier_marks_not_checkable_ranks_below_everything_else() -> None:
    dossier = json.loads((SAMPLE / "us-china-ai.json").read_text())
    text = (SAMPLE / "article.txt").read_text()
    spans = [*dossier["article"]["not_checkable"], *dossier["article"]["boilerplate"]]
    marked, others = [], []
    for weighed in weigh_text(text, "id"):
        start, end = weighed.sentence.start, weighed.sentence.end
        is_marked = any(span["start"] < end and start < span["end"] for span in spans)
        (marked if is_marked else others).append(weighed.check_worthiness.score)
    assert len(marked) >= 20
    assert len(others) >= 14
    assert max(marked) < min(others)


@given(st.text(alphabet=string.printable + "“”‘’\u0000\u200f\U0001f600ا", max_size=400))
def test_any_text_gets_a_score_between_0_and_1_for_every_sentence(text: str) -> None:
    for weighed in weigh_text(text, "id"):
        assert 0 <= weighed.check_worthiness.score <= 1
        assert {sign.name for sign in weighed.check_worthiness.signs} <= set(SIGNS)
