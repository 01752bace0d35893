"""Check one address after the other, without a transaction while a server is asked, and write down what came of it."""

import time
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from claims.intake.recheck.finding import NOT_MODIFIED, Finding, compared, judge, readable
from claims.intake.recheck.queue import follow_new_addresses, note_new_addresses, take_next
from claims.intake.recheck.quotes import quotes_gone
from claims.models import Article, Claim, Link, LinkHost, LinkResult, Source
from claims.models.link import KEPT_RESULTS
from claims.text.addresses import UnsafeAddress
from claims.web import (
    FetchedPage,
    ForbiddenByRobots,
    KnownPage,
    Limits,
    NotFetched,
    PrivateAddress,
    Unreachable,
    fetch,
)
from claims.workflow import notify_article_changed, notify_source_dead

State = Link.State
LIMITS = Limits(bytes=5_000_000, seconds=30.0, cut=True)
STRIKES = 2
# Behind a failure: was it an accident? Behind the second: it rarely comes back.
PAUSES_AFTER_FAILURE = [timedelta(days=1), timedelta(days=7), timedelta(days=30)]
MISSING_PAGE_KEPT = timedelta(days=30)
SECONDS_A_RUN = 50.0
# Before all that is due by itself.
ASKED_FOR = datetime(2000, 1, 1, tzinfo=UTC)
ONLINE_FOR = timedelta(hours=1)
random = SystemRandom()


@task(queue_name="web")
def check_due_links() -> int:
    """What is due, for a while; the rest at the next run. Returns how many were checked.

    Without ``LINK_CHECKS`` only what somebody asked for.
    """
    follow_new_addresses()
    note_new_addresses()
    end = time.monotonic() + SECONDS_A_RUN
    among = Link.objects.all() if settings.LINK_CHECKS else Link.objects.filter(next_check_at__lte=ASKED_FOR)
    checked = 0
    while time.monotonic() < end and (link := take_next(among)) is not None:
        check_link(link)
        checked += 1
    return checked


def check_now(links: QuerySet[Link]) -> int:
    """Put these first; returns how many. Their hosts are not asked more often for it."""
    asked = ask_again(links)
    check_due_links.enqueue()
    return asked


def ask_again(links: QuerySet[Link]) -> int:
    """The same, without starting to check: for whoever asks for many one by one."""
    return links.update(next_check_at=ASKED_FOR)


def check_link(link: Link) -> Link:
    """Ask for a link that was taken, and keep what was found."""
    keep(link, _ask(link))
    link.refresh_from_db()
    return link


@transaction.atomic
def keep(link: Link, finding: Finding) -> None:
    """Two failures make a dead link; one is a strike that nobody is told of."""
    # As it is now: meanwhile somebody may have looked at it. If its address was changed, nothing is written.
    row = Link.objects.select_for_update(of=("self",)).filter(pk=link.pk, url=link.url).first()
    if row is None:
        return
    _log(row, finding)
    now, before = timezone.now(), row.state
    row.strikes = row.strikes + 1 if finding.failed else 0
    row.checked_at, row.leased_until = now, None
    row.status, row.reason = finding.status, finding.reason
    if finding.text:
        row.quotes_gone = quotes_gone(row, finding.text) if finding.state == State.CHANGED else []
    row.next_check_at = now + _pause(row, finding)
    row.state = _state(row, finding)
    _remember(row, finding)
    if row.state != before:
        row.since, row.looked_at, row.looked_by = now, None, None
    row.save()
    if row.state != before:
        _tell(row)
    if finding.wait:
        LinkHost.objects.filter(host=row.host).update(next_request_at=now + finding.wait)


def _log(link: Link, finding: Finding) -> None:
    LinkResult.objects.create(link=link, found=finding.state, status=finding.status, reason=finding.reason)
    outdated = link.results.order_by("-id").values_list("pk", flat=True)[KEPT_RESULTS:]
    LinkResult.objects.filter(pk__in=list(outdated)).delete()


def _ask(link: Link) -> Finding:
    known = KnownPage(link.final_url, link.etag, link.last_modified) if link.newest == link.baseline else None
    try:
        page = fetch(link.url, limits=LIMITS, known=known)
        missing = _missing_page(link) if 200 <= page.status < 300 else ""
    except (ForbiddenByRobots, PrivateAddress, UnsafeAddress) as refusal:
        return Finding(State.UNKNOWN, str(refusal))
    except NotFetched as failure:
        if isinstance(failure, Unreachable) and not _is_online(link):
            return Finding(State.UNKNOWN, _("Nothing else can be reached either: this server seems to be offline."))
        return Finding(State.DEAD, str(failure), failed=True)
    return judge(page, baseline=link.baseline, missing_page=missing)


def _is_online(link: Link) -> bool:
    """Whether anybody else answers: a line that is down must not make every source dead."""
    lately = timezone.now() - ONLINE_FOR
    others = Link.objects.exclude(host=link.host)
    if LinkResult.objects.filter(link__in=others, status__isnull=False, checked_at__gte=lately).exists():
        return True
    other = others.filter(state=State.ALIVE).order_by("-checked_at").first()
    try:
        return other is None or bool(fetch(other.url, limits=LIMITS).status)
    except (NotFetched, UnsafeAddress):
        return False


def _missing_page(link: Link) -> str:
    """What the host shows for an address that it surely does not have; asked for once a month."""
    host = LinkHost.objects.filter(host=link.host).first()
    if host is not None and host.missing_page_at and host.missing_page_at > timezone.now() - MISSING_PAGE_KEPT:
        return host.missing_page
    parts = urlsplit(link.url)
    shown = ""
    try:
        page = fetch(f"{parts.scheme}://{parts.netloc}/{uuid4().hex}", limits=LIMITS)
        shown = compared(readable(page)) if 200 <= page.status < 300 and _is_same_host(page, link) else ""
    except (NotFetched, UnsafeAddress):
        pass  # The page itself did answer, and that is what counts.
    LinkHost.objects.update_or_create(
        host=link.host, defaults={"missing_page": shown, "missing_page_at": timezone.now()}
    )
    return shown


def _is_same_host(page: FetchedPage, link: Link) -> bool:
    return urlsplit(page.final_url).netloc == urlsplit(link.url).netloc


def _state(link: Link, finding: Finding) -> str:
    if finding.failed and link.strikes < STRIKES:
        return link.state
    # What was found before stands until the page itself is seen again.
    not_seen = finding.state == State.UNKNOWN and link.state in Link.ROTTEN
    as_before = finding.status == NOT_MODIFIED and link.state in (State.CHANGED, State.MOVED)
    return link.state if not_seen or as_before else finding.state


def _pause(link: Link, finding: Finding) -> timedelta:
    if finding.failed:
        return PAUSES_AFTER_FAILURE[min(link.strikes, len(PAUSES_AFTER_FAILURE)) - 1]
    if finding.wait:
        return finding.wait
    # Not all that came in together fall due together again.
    return settings.LINK_CHECK_EVERY * random.uniform(0.8, 1.2)


def _remember(link: Link, finding: Finding) -> None:
    if finding.digest:
        link.newest = finding.digest
        link.baseline = link.baseline or finding.digest
    if finding.final_url:
        link.final_url = finding.final_url[:2000]
    if finding.status != NOT_MODIFIED and not finding.failed:
        link.etag, link.last_modified = finding.etag[:300], finding.last_modified[:100]


def _tell(link: Link) -> None:
    """Those who stand for a published claim hear of it at once; everybody else sees it at the desk."""
    document = link.document
    if isinstance(document, Source) and link.state in (State.DEAD, State.SOFT_404):
        notify_source_dead(document, claims=published_claims(document))
    if isinstance(document, Article) and link.state == State.CHANGED:
        notify_article_changed(document, claims=published_claims(document))


def published_claims(document: Source | Article) -> QuerySet[Claim]:
    where = (
        {"evidence__source": document} if isinstance(document, Source) else {"appearances__snapshot__article": document}
    )
    return Claim.objects.filter(**where, first_published_at__isnull=False).distinct()
