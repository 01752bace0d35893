"""Who guesses passwords or codes is kept out for a while: from one address for one account, and an address altogether.

Never an account from everywhere: whoever knows a name could otherwise keep its owner out for ever.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claims.models import User

NAME_CHARACTERS = 32
# An address that fails for one account after another is guessing, even if it stays below the limit for each.
MOST_FAILURES_OF_AN_ADDRESS = 50


class LockOut(AxesDatabaseHandler):
    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        return bool(super().is_locked(request, credentials)) or _address_failures(request) >= (
            MOST_FAILURES_OF_AN_ADDRESS
        )


def name_in_the_table(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """A keyed digest in place of the name: people type passwords into the wrong field, and the table keeps them."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return _digest(given)


def is_locked_out(request: HttpRequest, user: User) -> bool:
    return not AxesProxyHandler.is_allowed(request, _credentials(user))


def count_failure(request: HttpRequest, user: User) -> None:
    """A wrong code counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials=_credentials(user), request=request)


def unlock(user: User) -> int:
    """Forget the failed log-ins of this account, from wherever they came."""
    count, _by_table = AccessAttempt.objects.filter(username=_digest(user.get_username())).delete()
    return int(count)


def _credentials(user: User) -> dict[str, str]:
    return {"username": user.get_username()}


def _digest(name: object) -> str:
    return salted_hmac(__name__, str(name), algorithm="sha256").hexdigest()[:NAME_CHARACTERS]


def _address_failures(request: Any) -> int:
    recent = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME
    )
    return recent.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
