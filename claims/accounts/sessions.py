"""A person's own sessions: where they are logged in, and ending that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from claims.accounts.address import client_address
from claims.accounts.security_log import note
from claims.models import Session, User
from claims.models.session import ADDRESS, BROWSER, BROWSER_CHARACTERS, SEEN_AT, STARTED_AT

SEEN_EVERY = timedelta(minutes=5)
HANDLE_CHARACTERS = 24


@dataclass(frozen=True)
class OpenSession:
    """``handle`` names it in a form: its key itself would let whoever sees the page take it over."""

    handle: str
    browser: str
    address: str
    started_at: datetime | None
    seen_at: datetime | None
    is_this_one: bool


@receiver(user_logged_in)
def _begin(sender: Any, request: HttpRequest, **named: Any) -> None:
    request.session[STARTED_AT] = timezone.now().isoformat()
    note_visit(request)


def note_visit(request: HttpRequest) -> None:
    """Remember when, from where and with what the session was last used, at most every few minutes."""
    now = timezone.now()
    seen = request.session.get(SEEN_AT)
    if seen and now - datetime.fromisoformat(seen) < SEEN_EVERY:
        return
    request.session[SEEN_AT] = now.isoformat()
    request.session[ADDRESS] = client_address(request)
    request.session[BROWSER] = request.headers.get("User-Agent", "")[:BROWSER_CHARACTERS].replace("\x00", "")


def open_sessions(user: User, *, this: str | None) -> list[OpenSession]:
    """Those that still let this person in, the last used first; ``this`` is the key of the one that asks."""
    found = [
        OpenSession(
            handle=_handle(row.session_key),
            browser=row.browser,
            address=row.address or "",
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this_one=row.session_key == this,
        )
        for row in _living(user)
    ]
    return sorted(found, key=lambda session: (not session.is_this_one, -(session.seen_at or _LONG_AGO).timestamp()))


def end_session(user: User, *, handle: str) -> bool:
    keys = [row.session_key for row in _living(user) if constant_time_compare(_handle(row.session_key), handle)]
    ended = Session.objects.filter(user=user, session_key__in=keys).delete()[0]
    if ended:
        note("session-ended", user=user)
    return bool(ended)


def end_other_sessions(user: User, *, this: str | None, by: User | None = None) -> int:
    """Also those that a changed password has made useless already."""
    ended = Session.objects.filter(user=user).exclude(session_key=this or "").delete()[0]
    note("other-sessions-ended", user=user, by=by)
    return ended


_LONG_AGO = datetime.fromtimestamp(0, tz=timezone.get_default_timezone())


def _living(user: User) -> list[Session]:
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now())
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return [row for row in rows if row.get_decoded().get(HASH_SESSION_KEY) in hashes]


def _handle(key: str) -> str:
    return salted_hmac(__name__, key, algorithm="sha256").hexdigest()[:HANDLE_CHARACTERS]
