"""Digests of the public record, exactly as a stranger would compute them."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import Any

import rfc8785

SALT_BYTES = 16
SALT = re.compile(r"[0-9a-f]{32}")
LONE_SURROGATE = "half of a surrogate pair stands alone in it, so it is no Unicode text."


def canonical_json(value: Any) -> bytes:
    """The one way to write ``value`` as JSON (RFC 8785, JCS), in UTF-8.

    ``value`` is made of None, True, False, numbers, strings, lists or tuples, and dictionaries with strings as keys.
    Raises ``ValueError`` for what JSON cannot say or cannot say exactly: other types, NaN and infinite numbers, lone
    surrogates, and integers beyond ±(2**53 - 1), which a reader in JavaScript would round: write those as strings.
    """
    try:
        return rfc8785.dumps(value)
    except UnicodeEncodeError:
        raise ValueError(f"This cannot be written as canonical JSON: {LONE_SURROGATE}") from None
    except RecursionError:
        raise ValueError("This cannot be written as canonical JSON: it is nested too deeply.") from None
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"This cannot be written as canonical JSON: {error}") from error


def sha256_hex(data: bytes) -> str:
    """SHA-256 in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def text_digest(text: str) -> str:
    """``SHA-256(UTF-8(text))``, in hexadecimal. Raises ``ValueError`` for a lone surrogate."""
    try:
        return sha256_hex(text.encode("utf-8"))
    except UnicodeEncodeError:
        raise ValueError(f"This text has no digest: {LONE_SURROGATE}") from None


def new_salt() -> str:
    """16 random bytes in 32 hexadecimal digits, so that a short field cannot be guessed from its digest."""
    return secrets.token_hex(SALT_BYTES)


def leaf_digest(salt: str, value: Any) -> str:
    """``SHA-256(bytes.fromhex(salt) + canonical_json(value))``, in hexadecimal.

    Nothing stands between the two. Raises ``ValueError`` for a salt that is not 32 lower-case hexadecimal digits
    (another spelling of it would give the same digest), and as :func:`canonical_json` does.
    """
    if not SALT.fullmatch(salt):
        raise ValueError(f"A salt is {2 * SALT_BYTES} lower-case hexadecimal digits.")
    return sha256_hex(bytes.fromhex(salt) + canonical_json(value))


def publication_digest(envelope: Mapping[str, Any], leaves: Mapping[str, str]) -> str:
    """``SHA-256(canonical_json({"envelope": envelope, "leaves": leaves}))``, in hexadecimal.

    ``leaves`` maps each top-level field of the document to its :func:`leaf_digest`. RFC 8785 sorts all keys, so their
    order in Python does not matter. Raises ``ValueError`` as :func:`canonical_json` does.
    """
    return sha256_hex(canonical_json({"envelope": dict(envelope), "leaves": dict(leaves)}))
