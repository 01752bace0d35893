"""Canonical JSON at the speed of Python's own encoder, for what it provably writes as RFC 8785 asks.

The two differ in three places only: how some numbers are written, integers that RFC 8785 refuses, and the order of keys
with characters beyond U+FFFF (RFC 8785 compares UTF-16 units, Python code points). A text with any of these is not
plain; :func:`claims.text.digests.canonical_json` is for it.
"""

import json
import re
from typing import Any

LARGEST_INTEGER = 2**53 - 1
# Between these Python writes a float as ECMAScript does, unless it is a whole number.
SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e16
BEYOND_UTF16_UNIT = re.compile("[\U00010000-\U0010ffff]")


class NotPlain(ValueError):
    """The text may be written in another way by RFC 8785; nothing is wrong with it."""


def parse_plain_json(text: str) -> Any:
    """The value of a JSON text. Raises :class:`NotPlain` when :func:`plain_canonical_json` must not be used on it."""
    if BEYOND_UTF16_UNIT.search(text) or "\\ud" in text or "\\uD" in text:
        raise NotPlain("a character beyond U+FFFF")
    return _DECODER.decode(text)


def plain_canonical_json(value: Any) -> bytes:
    """What ``canonical_json`` gives for the same value; only for what :func:`parse_plain_json` returned, or a part of it."""
    return _ENCODER.encode(value).encode()


def _plain_float(digits: str) -> float:
    number = float(digits)
    if number.is_integer() or not SMALLEST_PLAIN <= abs(number) < LARGEST_PLAIN:
        raise NotPlain("a number that is written in two ways")
    return number


def _plain_integer(digits: str) -> int:
    number = int(digits)
    if abs(number) > LARGEST_INTEGER or digits == "-0":
        raise NotPlain("an integer that JSON cannot hold exactly")
    return number


_DECODER = json.JSONDecoder(parse_float=_plain_float, parse_int=_plain_integer, parse_constant=_plain_float)
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
