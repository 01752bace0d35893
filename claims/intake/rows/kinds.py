"""The kinds of rows that can be brought in, by the name that people use."""

from claims.intake.rows.claim_rows import ClaimRows
from claims.intake.rows.evidence_rows import EvidenceRows
from claims.intake.rows.kind import RowKind
from claims.intake.rows.source_rows import SourceRows
from claims.models import RowImport

KINDS: dict[str, type[RowKind]] = {
    RowImport.Kind.CLAIMS: ClaimRows,
    RowImport.Kind.SOURCES: SourceRows,
    RowImport.Kind.EVIDENCE: EvidenceRows,
}
