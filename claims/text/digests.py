"""Digests of the public record, exactly as a stranger would compute them."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import rfc8785

SALT_BYTES = 16


def canonical_json(value: Any) -> bytes:
    """The one way to write ``value`` as JSON (RFC 8785), in UTF-8.

    Raises ``ValueError`` for what JSON cannot say or cannot say exactly: other types, infinite numbers, integers
    beyond 2**53, lone surrogates.
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise ValueError(f"This cannot be written as canonical JSON: {error}") from error


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal. Raises ``ValueError`` for a lone surrogate."""
    return sha256_hex(text.encode("utf-8"))


def new_salt() -> str:
    """16 random bytes in hexadecimal, so that a short field cannot be guessed from its digest."""
    return secrets.token_hex(SALT_BYTES)


def leaf_digest(salt: str, value: Any) -> str:
    """SHA-256 over the salt's bytes followed by the canonical JSON of ``value``, in hexadecimal."""
    return sha256_hex(bytes.fromhex(salt) + canonical_json(value))


def publication_digest(envelope: Mapping[str, Any], leaves: Mapping[str, str]) -> str:
    """SHA-256 over the canonical JSON of ``{"envelope": envelope, "leaves": leaves}``, in hexadecimal."""
    return sha256_hex(canonical_json({"envelope": dict(envelope), "leaves": dict(leaves)}))
