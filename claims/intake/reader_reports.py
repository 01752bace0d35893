"""Take in what readers report and suggest, a few an hour from each of them, and tell them what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claims.models import Publication, ReaderReport
from claims.workflow import notify_reported

MOST_AN_HOUR = 5
HOUR = timedelta(hours=1)
# For the limit alone; after a day nothing ties a report to a reader any more.
CLIENT_KEPT_FOR = timedelta(days=1)
CLIENT_CHARACTERS = 32


class TooManyReports(Exception):
    """This reader has sent ``MOST_AN_HOUR`` reports within the hour."""


@dataclass(frozen=True)
class ReportState:
    """What the sender gets to see; what they wrote is theirs."""

    number: str
    kind: str
    claim_slug: str
    text: str
    created_at: datetime
    state: str
    answer: str
    correction: Publication | None


def receive_report(*, kind: str, text: str, url: str, language: str, address: str, claim_slug: str = "") -> str:
    """Returns the tracking number. Of the reader's network address only a keyed digest is kept, for a day."""
    now = timezone.now()
    client = salted_hmac(__name__, address, algorithm="sha256").hexdigest()[:CLIENT_CHARACTERS]
    ReaderReport.objects.filter(created_at__lt=now - CLIENT_KEPT_FOR).exclude(client="").update(client="")
    if ReaderReport.objects.filter(client=client, created_at__gt=now - HOUR).count() >= MOST_AN_HOUR:
        raise TooManyReports
    with transaction.atomic():
        report = ReaderReport.objects.create(
            kind=kind, text=text, url=url, language=language, client=client, claim_slug=claim_slug
        )
        notify_reported(report)
    return report.number


def report_state(number: str) -> ReportState | None:
    report = ReaderReport.objects.select_related("correction").filter(number=number).first()
    if report is None:
        return None
    return ReportState(
        report.number,
        report.kind,
        report.claim_slug,
        report.text,
        report.created_at,
        report.state,
        report.answer,
        report.correction,
    )
