"""Checkpoints: the head of the record, signed with the Ed25519 keys of the site.

What is signed is the RFC 8785 canonical JSON of ``{"origin", "number", "digest", "published_at"}`` in UTF-8. Whoever
keeps a checkpoint can tell later whether the record that the site shows still contains what it contained then.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from claims.models import Checkpoint, Publication, SigningKey
from claims.record.localization import utc_timestamp
from claims.text.digests import canonical_json

SEED_BYTES = 32
KEY_ID_DIGITS = 16


@dataclass(frozen=True)
class Signer:
    """A private key of the site. ``key_id`` is made of the public key, so nobody has to give keys a name."""

    key_id: str
    public_key: str
    private_key: Ed25519PrivateKey

    def sign(self, statement: bytes) -> dict[str, str]:
        return {"key_id": self.key_id, "signature": _base64(self.private_key.sign(statement))}


def new_seed() -> str:
    """A new private key, as ``RECORD_SIGNING_KEYS`` wants it: 32 bytes in base64."""
    return _base64(Ed25519PrivateKey.generate().private_bytes_raw())


def signer(seed: str) -> Signer:
    """Raises ``ValueError`` for anything that is not 32 bytes in base64. The message does not repeat the seed."""
    try:
        secret = base64.b64decode(seed, validate=True)
    except binascii.Error:
        raise ValueError("a signing key is not base64") from None
    if len(secret) != SEED_BYTES:
        raise ValueError(f"a signing key is not {SEED_BYTES} bytes long")
    private_key = Ed25519PrivateKey.from_private_bytes(secret)
    public = private_key.public_key().public_bytes_raw()
    return Signer(hashlib.sha256(public).hexdigest()[:KEY_ID_DIGITS], _base64(public), private_key)


def sign_head(publication: Publication) -> Checkpoint | None:
    """Sign the record as it ends with ``publication``, with every key of the site; None when it has no key.

    The same head is not signed twice by the same keys.
    """
    signers = _signers(tuple(settings.RECORD_SIGNING_KEYS))
    if not signers:
        return None
    last = Checkpoint.objects.filter(publication=publication).first()
    if last is not None and {row["key_id"] for row in last.signatures} == {one.key_id for one in signers}:
        return last
    for one in signers:
        SigningKey.objects.get_or_create(key_id=one.key_id, defaults={"public_key": one.public_key})
    checkpoint = Checkpoint(
        publication=publication,
        digest=publication.digest,
        origin=settings.SITE_URL,
        published_at=publication.published_at,
    )
    signed = canonical_json(statement(checkpoint))
    checkpoint.signatures = [one.sign(signed) for one in signers]
    checkpoint.save(force_insert=True)
    return checkpoint


def statement(checkpoint: Checkpoint) -> dict[str, Any]:
    """What the signatures are made over."""
    return {
        "origin": checkpoint.origin,
        "number": checkpoint.publication_id,
        "digest": checkpoint.digest,
        "published_at": utc_timestamp(checkpoint.published_at),
    }


def checkpoint_document(checkpoint: Checkpoint) -> dict[str, Any]:
    """The statement with its signatures, as it is published."""
    return {**statement(checkpoint), "signatures": checkpoint.signatures}


def latest_checkpoint() -> dict[str, Any] | None:
    newest = Checkpoint.objects.order_by("-id").first()
    return checkpoint_document(newest) if newest else None


@lru_cache(maxsize=8)
def _signers(seeds: tuple[str, ...]) -> tuple[Signer, ...]:
    return tuple(signer(seed) for seed in seeds)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
