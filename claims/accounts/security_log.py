"""What happens to accounts, one line each in the log ``factcheck.security``: keys and addresses, never a secret."""

import logging
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from claims.accounts.address import client_address
from claims.models import User

logger = logging.getLogger("factcheck.security")


def note(event: str, *, user: User | None, request: HttpRequest | None = None, by: User | None = None) -> None:
    words = [event, f"account={user.pk if user is not None else 'unknown'}"]
    if by is not None and by != user:
        words.append(f"by={by.pk}")
    if request is not None:
        words.append(f"address={client_address(request)}")
    logger.info(" ".join(words))


def note_refusal(request: HttpRequest | None) -> None:
    """Somebody asked for what is not theirs, or without saying who they are."""
    user = getattr(request, "user", None)
    note("refused", user=user if isinstance(user, User) else None, request=request)


@receiver(user_logged_in)
def _logged_in(sender: Any, request: HttpRequest, user: User, **named: Any) -> None:
    note("logged-in", user=user, request=request)


@receiver(user_logged_out)
def _logged_out(sender: Any, request: HttpRequest, user: User | None, **named: Any) -> None:
    if user is not None:
        note("logged-out", user=user, request=request)


@receiver(user_login_failed)
def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **named: Any) -> None:
    # Never the name as it was typed: it may be a password in the wrong field.
    note("log-in-failed", user=_known(credentials.get("username")), request=request)


@receiver(user_locked_out)
def _locked_out(sender: Any, request: HttpRequest, **named: Any) -> None:
    credentials = getattr(request, "axes_credentials", None) or {}
    note("locked-out", user=_known(credentials.get("username")), request=request)


def _known(name: object) -> User | None:
    return User.objects.filter(username=name).first() if isinstance(name, str) and "\x00" not in name else None
