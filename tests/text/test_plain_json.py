import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.text.digests import canonical_json
from claims.text.plain_json import NotPlain, parse_plain_json, plain_canonical_json

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES, st.booleans())
@example(1.0, True)
@example(-0.0, True)
@example(1e-7, True)
@example(123456789012345680000.0, True)
@example({"\U0001f600": 1, "\uffff": 2}, False)
@example('\x7f\u2028\x1f"\\/\b', True)
def test_what_it_takes_for_plain_it_writes_as_rfc_8785_asks(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    try:
        plain = parse_plain_json(text)
    except NotPlain:
        return
    assert plain_canonical_json(plain) == canonical_json(json.loads(text))


@pytest.mark.parametrize(
    "text", ["1.0", "-0", "-0.0", "1e400", "NaN", "9007199254740993", '{"\U0001f600": 1}', '"\\ud83d\\ude00"']
)
def test_what_may_be_written_in_another_way_is_not_plain(text: str) -> None:
    with pytest.raises(NotPlain):
        parse_plain_json(text)


def test_an_ordinary_document_is_plain() -> None:
    document = {
        "statement": {"id": "Lebih dari 40 LLM – “disetujui”"},
        "checkworthiness": 0.85,
        "value": None,
        "start": 7,
    }
    assert plain_canonical_json(parse_plain_json(json.dumps(document))) == canonical_json(document)
