"""At each page of the admin: note that the session is alive, and ask for a second factor where the site demands it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from claims.accounts.second_factor import must_turn_on
from claims.accounts.security_log import note_refusal
from claims.accounts.sessions import note_visit

FORBIDDEN = 403
Handler = Callable[[HttpRequest], HttpResponseBase]
# What somebody needs who has to set it up first.
ALWAYS_OPEN = ("admin:second_factor", "admin:logout", "admin:login", "admin:jsi18n", "set_language")


class AccountMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Elsewhere nobody needs an account, and asking who it is would cost readers a query.
        in_admin = request.path.startswith(reverse("admin:index")) and settings.SESSION_COOKIE_NAME in request.COOKIES
        if in_admin and request.user.is_authenticated:
            note_visit(request)
            if self._is_closed(request):
                return HttpResponseRedirect(reverse("admin:second_factor"))
        answer = self.get_response(request)
        if in_admin and answer.status_code == FORBIDDEN:
            note_refusal(request)
        return answer

    def _is_closed(self, request: HttpRequest) -> bool:
        open_addresses = {reverse(name) for name in ALWAYS_OPEN}
        return request.path not in open_addresses and must_turn_on(request.user)  # type: ignore[arg-type]
