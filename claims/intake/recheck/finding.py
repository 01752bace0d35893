"""What an answer says about an address: there, moved, changed, gone, or gone behind a friendly page."""

import re
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from claims.models import Link
from claims.text.documents import kind_of, read_document
from claims.text.normalisation import UnreadableArticle
from claims.web import FetchedPage

State = Link.State
NOT_MODIFIED = 304
# The server is there and does not want to show us this page; whether it still exists is not known.
REFUSALS = frozenset({401, 402, 403, 407, 429, 451})
BUSY = frozenset({429, 503})
FOR_GOOD = frozenset({301, 308})
LONGEST_WAIT = timedelta(days=1)
# Of a page that the host shows for what it does not have, so much is the same each time.
AS_MISSING = 90.0
COMPARED_CHARACTERS = 5_000
SAYS_GONE = re.compile(
    r"\b(404|page (was |is )?not found|(page|article) (no longer|does not) exists?|nothing found"
    r"|halaman (ini )?tidak (di)?temukan|(artikel|berita|halaman) tidak tersedia|tidak ditemukan)\b",
    re.IGNORECASE,
)
# Longer pages may well write about pages that are not found.
SHORT = 600


@dataclass(frozen=True)
class Finding:
    """``failed`` counts as a strike: gone or unreachable, which once may be an accident."""

    state: Link.State
    reason: str = ""
    status: int | None = None
    failed: bool = False
    digest: str = ""
    final_url: str = ""
    etag: str = ""
    last_modified: str = ""
    # What the page says now, where it was read; it is compared with quotes and not kept.
    text: str = ""
    # When the server asks to be left alone for a while.
    wait: timedelta | None = None


@dataclass(frozen=True)
class Readable:
    text: str
    title: str = ""


def readable(page: FetchedPage) -> Readable:
    """The text of a page without menus, in one spelling of spaces; of what has no text, the bytes themselves count."""
    try:
        found = read_document(
            page.body,
            kind_of(page.body, name=page.final_url, content_type=page.content_type),
            content_type=page.headers.get("content-type", ""),
            url=page.final_url,
        )
    except UnreadableArticle:
        return Readable(sha256(page.body).hexdigest())
    return Readable(" ".join(found.text.split()), " ".join(found.title.split()))


def judge(page: FetchedPage, *, baseline: str, missing_page: str) -> Finding:
    """``baseline`` is the digest of the text as it was; ``missing_page`` what the host shows for pages it has not."""
    if page.status == NOT_MODIFIED:
        return Finding(State.ALIVE, status=page.status, digest=baseline, final_url=page.final_url)
    if page.status in REFUSALS or page.status in BUSY:
        reason = _("The server does not show it to us (status %d).") % page.status
        return Finding(State.UNKNOWN, reason, page.status, wait=_wait(page))
    if not 200 <= page.status < 300:
        return Finding(State.DEAD, _("The server answers with status %d.") % page.status, page.status, failed=True)
    shown = readable(page)
    gone = _looks_gone(page, shown, missing_page)
    if gone:
        return Finding(State.SOFT_404, gone, page.status, failed=True, final_url=page.final_url)
    return _there(page, shown, baseline)


def _there(page: FetchedPage, shown: Readable, baseline: str) -> Finding:
    digest = sha256(shown.text.encode()).hexdigest()
    state, reason = State.ALIVE, ""
    if baseline and digest != baseline:
        state, reason = State.CHANGED, _("The text is another one than before.")
    elif _moved_for_good(page):
        state, reason = State.MOVED, _("The server says that it moved for good, to %s.") % page.final_url
    return Finding(
        state,
        reason,
        page.status,
        digest=digest,
        final_url=page.final_url,
        etag=page.headers.get("etag", ""),
        last_modified=page.headers.get("last-modified", ""),
        text=shown.text,
    )


def _looks_gone(page: FetchedPage, shown: Readable, missing_page: str) -> str:
    if _path(page.url) and not _path(page.final_url):
        return _("It leads to the front page of %s.") % urlsplit(page.final_url).hostname
    if missing_page and _alike(compared(shown), missing_page):
        return _("It shows what this host shows for pages that it does not have.")
    words = shown.title if len(shown.text) > SHORT else f"{shown.title} {shown.text}"
    if SAYS_GONE.search(words):
        return _("The page says that it is gone: “%s”.") % (shown.title or shown.text)[:100]
    return ""


def compared(shown: Readable) -> str:
    return f"{shown.title} {shown.text}"[:COMPARED_CHARACTERS]


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= AS_MISSING


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.strip("/") + parts.query


def _moved_for_good(page: FetchedPage) -> bool:
    statuses = {status for status, _address in page.redirects}
    return bool(statuses) and statuses <= FOR_GOOD


def _wait(page: FetchedPage) -> timedelta | None:
    """``Retry-After`` in seconds or as a day, within reason."""
    said = page.headers.get("retry-after", "").strip()
    if not said:
        return None
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=min(int(said), 10**6)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(0), min(aware - timezone.now(), LONGEST_WAIT))
