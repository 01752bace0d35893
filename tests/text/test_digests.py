import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.digests import canonical_json, leaf_digest, new_salt, publication_digest, text_digest


def test_canonical_json_has_one_spelling() -> None:
    assert canonical_json({"b": [1, 2.5, None], "a": "é\n"}) == '{"a":"é\\n","b":[1,2.5,null]}'.encode()


def test_keys_are_sorted_by_utf_16_units_as_rfc_8785_says() -> None:
    assert canonical_json({"\U0001f600": 1, "\ufb33": 2}) == '{"\U0001f600":1,"\ufb33":2}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60, {1: 2}, {"a"}, b"x", "\ud800", object()])
def test_what_json_cannot_say_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="canonical JSON"):
        canonical_json(value)


@given(
    st.recursive(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(), st.lists, max_leaves=8)
)
def test_canonical_json_parses_back_to_the_same_value(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


def test_a_leaf_is_the_salt_and_the_canonical_json() -> None:
    salt = "00112233445566778899aabbccddeeff"
    assert leaf_digest(salt, ["a"]) == hashlib.sha256(bytes.fromhex(salt) + b'["a"]').hexdigest()


def test_a_publication_is_the_envelope_and_its_leaves() -> None:
    assert publication_digest({"number": 1}, {"slug": "ab"}) == (
        hashlib.sha256(b'{"envelope":{"number":1},"leaves":{"slug":"ab"}}').hexdigest()
    )


def test_a_text_digest_is_over_utf_8() -> None:
    assert text_digest("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


def test_salts_are_sixteen_bytes_and_differ() -> None:
    assert len({new_salt() for _ in range(50)}) == 50
    assert len(bytes.fromhex(new_salt())) == 16


@pytest.mark.parametrize("salt", ["", "zz", "AB" * 16, "ab" * 15, " " + "ab" * 16])
def test_a_salt_has_one_spelling(salt: str) -> None:
    with pytest.raises(ValueError, match="A salt is 32"):
        leaf_digest(salt, "x")


def test_half_a_surrogate_pair_is_refused_in_words() -> None:
    for attempt in (lambda: text_digest("\ud800"), lambda: canonical_json({"\ud800": 1})):
        with pytest.raises(ValueError, match="half of a surrogate pair") as refusal:
            attempt()
        assert type(refusal.value) is ValueError


def test_the_largest_exact_integers_are_accepted_and_the_next_refused() -> None:
    assert canonical_json([2**53 - 1, 1 - 2**53]) == b"[9007199254740991,-9007199254740991]"
    with pytest.raises(ValueError, match="safe integer"):
        canonical_json(2**53)


def test_a_value_nested_without_end_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(ValueError, match="nested too deeply"):
        canonical_json(value)
