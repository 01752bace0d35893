"""The public record: build a document, append it, derive the public state from it, verify it."""

from claims.record.build import appearance_document, approval_digest, build_document
from claims.record.chain import append, correction, corrections_so_far, envelope, next_position
from claims.record.changes import as_written, change, full_envelope, stored_version, tombstone, written_change
from claims.record.citation import bibtex, csl_json, sentence
from claims.record.claim_context import claim_context
from claims.record.comparison import Comparison, compare_documents, compare_versions
from claims.record.document import ClaimDocument
from claims.record.export import export_record
from claims.record.kept import Kept, Made
from claims.record.kind_names import kind_name
from claims.record.localization import (
    current_language,
    in_reader_language,
    language_of,
    localized,
    site_languages,
    utc_timestamp,
)
from claims.record.memento import Addresses, link_header, memento_headers
from claims.record.merges import merge_target
from claims.record.moments import NoMoment, parse_moment
from claims.record.outage import record_state
from claims.record.preview import Preview, preview
from claims.record.projection import project, rebuild
from claims.record.signing import checkpoint_document, latest_checkpoint, new_seed, sign_head, signer
from claims.record.verdict_sign import verdict_sign
from claims.record.verification import Verification, verify_record
from claims.record.versions import (
    History,
    NoComparison,
    VerdictChange,
    Version,
    compared_pair,
    history,
    removed_fields,
)

__all__ = [
    "Addresses",
    "ClaimDocument",
    "Comparison",
    "History",
    "Kept",
    "Made",
    "NoComparison",
    "NoMoment",
    "Preview",
    "VerdictChange",
    "Verification",
    "Version",
    "appearance_document",
    "append",
    "approval_digest",
    "as_written",
    "bibtex",
    "build_document",
    "change",
    "checkpoint_document",
    "claim_context",
    "compare_documents",
    "compare_versions",
    "compared_pair",
    "correction",
    "corrections_so_far",
    "csl_json",
    "current_language",
    "envelope",
    "export_record",
    "full_envelope",
    "history",
    "in_reader_language",
    "kind_name",
    "language_of",
    "latest_checkpoint",
    "link_header",
    "localized",
    "memento_headers",
    "merge_target",
    "new_seed",
    "next_position",
    "parse_moment",
    "preview",
    "project",
    "rebuild",
    "record_state",
    "removed_fields",
    "sentence",
    "sign_head",
    "signer",
    "site_languages",
    "stored_version",
    "tombstone",
    "utc_timestamp",
    "verdict_sign",
    "verify_record",
    "written_change",
]
