import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.normalisation import UnreadableArticle, decode_article, fold, normalise


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("right\u202eleft\u2069", "rightleft"),
        ("“kept” ‘as is’", "“kept” ‘as is’"),
    ],
)
def test_a_text_is_normalised(original: str, expected: str) -> None:
    assert normalise(original).text == expected


def test_offsets_lead_back_to_the_original() -> None:
    original = "Cafe\u0301\u200b buka\r\njam 9"
    normalised = normalise(original)
    start = normalised.text.index("buka")
    assert original[slice(*normalised.to_original(start, start + 4))] == "buka"
    assert original[slice(*normalised.to_original(3, 4))] == "e\u0301"


def test_offsets_lead_forward_to_the_normalised_text() -> None:
    original = "\u200bCafe\u0301 buka"
    normalised = normalise(original)
    start = original.index("buka")
    first, last = normalised.to_normalised(start, start + 4)
    assert normalised.text[first:last] == "buka"


@pytest.mark.parametrize("span", [(-1, 2), (2, 1), (0, 99)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        normalise("abc").to_original(*span)
    with pytest.raises(ValueError, match="not a span"):
        normalise("abc").to_normalised(*span)


@given(st.text(max_size=120))
@settings(max_examples=200)
def test_normalised_text_is_nfc_and_stays_as_it_is(text: str) -> None:
    once = normalise(text).text
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert normalise(once).text == once


@given(st.text(max_size=60), st.data())
@settings(max_examples=200)
def test_every_span_goes_there_and_back(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    end = data.draw(st.integers(0, len(normalised.text)))
    start = data.draw(st.integers(0, end))
    original_start, original_end = normalised.to_original(start, end)
    assert 0 <= original_start <= original_end <= len(text)
    if start < end:
        back_start, back_end = normalised.to_normalised(original_start, original_end)
        assert back_start <= start
        assert back_end >= end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Harga” NAIK", '"harga" naik'),
        ("2020–2024", "2020-2024"),
        ("ｆｕｌｌ  width", "full width"),
        ("Straße", "STRASSE"),
    ],
)
def test_folding_makes_equal_what_reads_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_decoding_leaves_the_text_as_it_is() -> None:
    text = "  Harga\r\nnaik “tajam”\t🙂\n"
    assert decode_article(text.encode()) == text
    assert decode_article(b"\xef\xbb\xbf" + text.encode()) == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"a\x00b", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00", "binary"),
        (b"a\x1bb", "binary"),
        (b"na\xefve", "encoding"),
        (b"a" * 101, "too_large"),
    ],
)
def test_what_is_no_article_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableArticle) as refusal:
        decode_article(data, limit_bytes=100)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("e\u200b\u0301", "é"),
        ("\u09c7\u00ad\u09be", "\u09cb"),
        ("\u1100\u1161\u11a8", "\uac01"),
        ("a\u0301\u0323", "\u1ea1\u0301"),
        ("\U000e0041a", "a"),
    ],
)
def test_a_mark_joins_its_letter_across_what_nobody_sees(original: str, expected: str) -> None:
    normalised = normalise(original)
    assert normalised.text == expected
    # The letter alone is no span of the result: a mark belongs to what it changes.
    assert normalised.to_original(0, 1)[1] in (len(original), original.find("a") + 1)


COMPOSING = st.text(
    st.sampled_from(list("ae \r\n\u200b\u00ad\u0301\u0323\u0344\u09c7\u09be\u1100\u1161\u11a8\uac00\u2003"))
)


@given(COMPOSING)
@settings(max_examples=300)
def test_composing_characters_are_normalised_as_the_whole_text_would_be(text: str) -> None:
    visible = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u200b", "").replace("\u00ad", "")
    assert normalise(text).text == unicodedata.normalize("NFC", visible).replace("\u2003", " ").replace("\u2002", " ")


def test_a_hundred_thousand_marks_on_one_letter_are_sorted_quickly() -> None:
    normalise("a" + "\u0301\u0323" * 50_000)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"\xef\xbb\xbfabc\xff", "encoding", "byte 6"),
        ("é".encode() + b"\x01", "binary", "byte 2"),
        ("naïve".encode("utf-16"), "binary", "zero byte at 3. It may be UTF-16"),
        ("\ufeff\u200b \n".encode(), "empty", "no text"),
    ],
)
def test_a_refusal_names_the_place_in_the_file(data: bytes, code: str, place: str) -> None:
    with pytest.raises(UnreadableArticle, match=place) as refusal:
        decode_article(data)
    assert refusal.value.code == code
