"""Take a dossier's verdict through submit, approve and publish when readers would see something new."""

from typing import Any

from claims.models import Assessment, Claim, Publication, Rating, User
from claims.record import approval_digest, build_document
from claims.workflow import (
    approve,
    correct,
    publish,
    rating_changes,
    recorded,
    return_,
    start_assessment,
    submit,
)

UPDATED = {"en": "Updated from a revised dossier.", "id": "Diperbarui dari berkas yang direvisi."}


def is_taken_out(claim: Claim) -> bool:
    """Whether people retracted, merged or dismissed the claim, or removed a part of it by law: no file undoes that."""
    last = Publication.objects.filter(claim=claim).order_by("-version").first()
    retracted = last is not None and last.document.get("verification_status") == Claim.VerificationStatus.RETRACTED
    redacted = last is not None and bool(last.document.get("redactions"))
    return retracted or redacted or claim.stage in (Claim.Stage.MERGED, Claim.Stage.DISMISSED)


def bring_verdict(claim: Claim, verdict: dict[str, Any], *, author: User, approver: User) -> bool:
    """Publish ``verdict`` for the claim unless readers see exactly that already; says whether it published."""
    last = Publication.objects.filter(claim=claim).order_by("-version").first()
    wanted = build_document(claim, Assessment(claim=claim, author=author, **verdict))
    if last is not None and approval_digest(last.document) == approval_digest(wanted):
        return False
    assessment = _written(claim, verdict, author=author, approver=approver)
    assessment = approve(submit(assessment, by=author), by=approver)
    if rating_changes(assessment):
        correct(
            assessment,
            by=approver,
            correction_type=Publication.CorrectionType.RATING_CHANGED,
            note=_rating_note(last, assessment.rating),
        )
    else:
        publish(assessment, by=approver, note=UPDATED if last else "")
    return True


def _written(claim: Claim, verdict: dict[str, Any], *, author: User, approver: User) -> Assessment:
    """The open assessment of the claim with the dossier's words; one that waits for approval is returned first."""
    assessment = claim.assessments.exclude(state=Assessment.State.PUBLISHED).first()
    if assessment is None:
        return start_assessment(claim, by=author, **verdict)
    if assessment.state not in Assessment.EDITABLE_STATES:
        assessment = return_(assessment, by=approver, comment="A revised dossier replaces this text.")
    with recorded("edit", by=author, reason="Dossier"):
        for name, value in verdict.items():
            setattr(assessment, name, value)
        assessment.save(update_fields=[*verdict, "updated_at"])
    return assessment


def _rating_note(last: Publication | None, rating: Rating | None) -> dict[str, str]:
    old = last.document["rating"]["label"] if last else {}
    new = rating.label.data if rating else {}
    return {
        "en": f"The rating was changed from “{old.get('en', '')}” to “{new.get('en', '')}” with a revised dossier.",
        "id": f"Penilaian diubah dari “{old.get('id', '')}” menjadi “{new.get('id', '')}” dengan berkas yang direvisi.",
    }
