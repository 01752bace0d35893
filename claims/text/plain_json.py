"""Canonical JSON at the speed of orjson, for what it provably writes as RFC 8785 asks.

The two differ in three places only: how some numbers are written, integers that RFC 8785 refuses, and the order of keys
with characters beyond U+FFFF (RFC 8785 compares UTF-16 units, orjson code points). A text with any of these is not
plain; :func:`claims.text.digests.canonical_json` is for it.
"""

import json
from typing import Any

import orjson

LARGEST_INTEGER = 2**53 - 1
# Between these orjson writes a float as ECMAScript does, unless it is a whole number.
SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e16


class NotPlain(ValueError):
    """The text may be written in another way by RFC 8785; nothing is wrong with it."""


def parse_plain_json(text: str) -> Any:
    """The value of a JSON text. Raises :class:`NotPlain` when :func:`plain_canonical_json` must not be used on it."""
    if _has_pairs(text):
        raise NotPlain("a character beyond U+FFFF")
    return _DECODER.decode(text)


def plain_canonical_json(value: Any) -> bytes:
    """As ``canonical_json``, for what :func:`parse_plain_json` returned or a part of it."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _has_pairs(text: str) -> bool:
    """True when a character, written out or escaped, takes two UTF-16 units. (Counting is faster than searching.)"""
    return len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text) or "\\ud" in text or "\\uD" in text


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
