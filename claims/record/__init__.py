"""The public record: build a document, append it, derive the public state from it, verify it."""

from claims.record.build import appearance_document, approval_digest, build_document
from claims.record.chain import append, correction, corrections_so_far, envelope, next_position
from claims.record.document import ClaimDocument
from claims.record.export import export_record
from claims.record.localization import (
    current_language,
    in_reader_language,
    language_of,
    localized,
    site_languages,
    utc_timestamp,
)
from claims.record.projection import project, rebuild
from claims.record.signing import checkpoint_document, latest_checkpoint, new_seed, sign_head, signer
from claims.record.verdict_sign import verdict_sign
from claims.record.verification import Verification, verify_record

__all__ = [
    "ClaimDocument",
    "Verification",
    "appearance_document",
    "append",
    "approval_digest",
    "build_document",
    "checkpoint_document",
    "correction",
    "corrections_so_far",
    "current_language",
    "envelope",
    "export_record",
    "in_reader_language",
    "language_of",
    "latest_checkpoint",
    "localized",
    "new_seed",
    "next_position",
    "project",
    "rebuild",
    "sign_head",
    "signer",
    "site_languages",
    "utc_timestamp",
    "verdict_sign",
    "verify_record",
]
