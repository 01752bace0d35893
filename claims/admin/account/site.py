"""What the admin site has for accounts: its log-in, and the pages of one's own account."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

REDIRECT = 302
MOST_COUNTED = 99


class AccountSite(AdminSite):
    def get_urls(self) -> list[Any]:
        # The pages import models, which are not there yet when this module is loaded.
        from claims.admin.account import pages
        from claims.admin.account.log_in import log_in_code

        own: list[Any] = [
            path("account/", self._own(pages.account), name="account"),
            path("account/sessions/", self._own(pages.end_sessions), name="end_sessions"),
            path("account/two-factor/", self._own(pages.two_factor), name="second_factor"),
            path("login/code/", self._open(log_in_code), name="log_in_code"),
        ]
        return [*own, *super().get_urls()]

    def each_context(self, request: Any) -> dict[str, Any]:
        return {**super().each_context(request), "count_unread": lambda: _unread(request)}

    @method_decorator([sensitive_post_parameters(), never_cache])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's own log-in page, with a second step behind it."""
        from django.contrib.admin.forms import AdminAuthenticationForm

        from claims.admin.account.log_in import LogIn

        start = reverse("admin:index", current_app=self.name)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(start)
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
        }
        if REDIRECT_FIELD_NAME not in {*request.GET, *request.POST}:
            context[REDIRECT_FIELD_NAME] = start
        view = LogIn.as_view(
            extra_context={**context, **(extra_context or {})},
            authentication_form=AdminAuthenticationForm,
            template_name="admin/account/log_in.html",
        )
        return view(request)  # type: ignore[return-value]

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """A new password ends all other sessions; guessing the old one here is counted like guessing at the log-in."""
        from claims.accounts.lockout import count_failure, is_locked_out
        from claims.accounts.security_log import note
        from claims.accounts.sessions import end_other_sessions
        from claims.admin.account.log_in import locked_out

        user: Any = request.user
        if request.method == "POST" and is_locked_out(request, user):
            return locked_out(request)  # type: ignore[return-value]
        answer = super().password_change(request, extra_context)
        if request.method != "POST":
            return answer
        if answer.status_code == REDIRECT:
            note("password-changed", user=user, request=request)
            end_other_sessions(user, this=request.session.session_key)
        elif (answer.context_data or {})["form"].has_error("old_password", "password_incorrect"):
            count_failure(request, user)
        return answer

    def _own(self, page: Callable[[Any, AdminSite], HttpResponse]) -> Any:
        return self.admin_view(lambda request: page(request, self))

    def _open(self, page: Callable[[Any, AdminSite], HttpResponse]) -> Any:
        return never_cache(sensitive_post_parameters()(lambda request: page(request, self)))


def _unread(request: Any) -> str:
    """For the bell; more than two digits tell nobody more."""
    from claims.models import Notification

    if not request.user.is_authenticated:
        return ""
    keys = Notification.objects.shown_to(request.user).unread().order_by()[: MOST_COUNTED + 1]
    count = len(keys.values_list("pk", flat=True))
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
