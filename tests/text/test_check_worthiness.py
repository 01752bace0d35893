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
        ("Jembatan itu sangat penting bagi warga.", "strong-word"),
        ("The bridge is very important to them.", "strong-word"),
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


def test_the_full_stop_behind_a_number_is_no_part_of_it() -> None:
    [sign] = [each for each in weigh_sentence("Dam itu dibuka pada 2022.").signs if each.name == "number"]
    assert sign.words == ("2022",)


def test_a_single_sentence_needs_no_full_stop() -> None:
    [alone] = weigh_text("Pemerintah menyetujui 46 model bahasa", "id")
    assert "heading" not in {sign.name for sign in alone.check_worthiness.signs}
    first, _second = weigh_text("Pemerintah menyetujui 46 model bahasa\nHarga beras naik tadi malam.", "id")
    assert "heading" in {sign.name for sign in first.check_worthiness.signs}
    assert "heading" not in {sign.name for sign in weigh_sentence("Harga beras naik", stands_alone=True).signs}


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


def test_every_statement_of_the_dossier_is_worth_checking_in_both_languages() -> None:
    dossier = json.loads((SAMPLE / "us-china-ai.json").read_text())
    statements = [claim["statement"][language] for claim in dossier["claims"] for language in ("id", "en")]
    assert [one for one in statements if not weigh_sentence(one).is_worth_checking] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The rivalry of the two countries is very fierce and its sides are diverse.",
        "The urgency is driven by a desire to lead at home.",
        "There is doubt whether the wish of the country will be fulfilled.",
        "Persaingan kedua negara itu sangat ketat dan beraneka ragam.",
        "Apakah 40 model itu benar-benar disetujui?",
        "Did the ministry approve 40 models?",
        "Semoga kita semua sehat pada tahun ini.",
        "Let us hope for better days.",
        "He might become the next president.",
        "Presiden akan mengunjungi Bandung pekan depan.",
        "Terima kasih atas perhatian Anda.",
        "What a beautiful morning!",
    ],
)
def test_what_cannot_be_checked_is_not_worth_checking(sentence: str) -> None:
    assert not weigh_sentence(sentence).is_worth_checking


@pytest.mark.parametrize(
    "sentence",
    [
        "The vaccine causes autism.",
        "Vaksin itu menyebabkan autisme.",
        "Jokowi lahir di Singapura.",
        "Unemployment fell to 4.8 percent, the lowest since 1998.",
        "Pengangguran turun menjadi 4,8 persen, terendah sejak 1998.",
        "Satu dari tiga anak kurang gizi.",
        "One in three children goes hungry.",
        "The minister said that the stocks of rice had doubled.",
    ],
)
def test_what_can_be_looked_up_is_worth_checking(sentence: str) -> None:
    assert weigh_sentence(sentence).is_worth_checking


@given(st.text(alphabet=string.printable + "“”‘’\u0000\u200f\U0001f600ا", max_size=400))
def test_any_text_gets_a_score_between_0_and_1_for_every_sentence(text: str) -> None:
    for weighed in weigh_text(text, "id"):
        assert 0 <= weighed.check_worthiness.score <= 1
        assert {sign.name for sign in weighed.check_worthiness.signs} <= set(SIGNS)
