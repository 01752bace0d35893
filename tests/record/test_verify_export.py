"""The stand-alone script writes JSON as the library does that the record is made with."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from claims.record.verify_export import canonical, parsed
from claims.text.digests import canonical_json

TEXTS = st.text(st.characters(codec="utf-8"))
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    SCALARS | NUMBERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(NUMBERS)
@example(0.0)
@example(-0.0)
@example(1e21)
@example(1e-7)
@example(123456789012345680000.0)
@example(5e-324)
@example(1.7976931348623157e308)
@example(0.000001)
def test_numbers_are_written_as_in_ecmascript(number: float) -> None:
    assert canonical(number) == canonical_json(number)


@given(VALUES)
@example({"\U0001f600": 1, "\uffff": 2})
def test_values_are_written_canonically_quickly_or_not(value: object) -> None:
    read, written = parsed(json.dumps(value))
    assert written(read) == canonical(read) == canonical_json(value)
