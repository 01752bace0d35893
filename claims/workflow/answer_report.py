"""answer report: tell a reader what became of what they reported."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from claims.models import Publication, ReaderReport, User
from claims.workflow.notices.verbs import tell_of_answer
from claims.workflow.recording import recorded


def answer_report(
    report: ReaderReport, *, state: ReaderReport.State, answer: str, correction: Publication | None, by: User
) -> ReaderReport:
    """What the reader wrote stays as it is. Raises a ValidationError for an answer that does not hold together."""
    if not (by.is_active and by.has_perm("claims.change_readerreport")):
        raise PermissionDenied
    with recorded("answer_report", by=by):
        report = ReaderReport.objects.select_for_update().get(pk=report.pk)
        report.state, report.answer, report.correction = state, answer, correction
        report.answered_at = timezone.now()
        report.validate_constraints()
        report.save(update_fields=["state", "answer", "correction", "answered_at"])
        tell_of_answer(report)
    return report
