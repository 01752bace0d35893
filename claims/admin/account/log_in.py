"""Log in: name and password first, then a code where the account asks for one. Nobody is logged in between the two."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts import second_factor
from claims.accounts.lockout import count_failure, is_locked_out
from claims.models import User

TIME_FOR_THE_CODE = timedelta(minutes=10)
WAITING = "log_in_waiting_for_code"
TOO_MANY = 429


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def refuse(self) -> None:
        text = _("This code is not right, or it was used already. Wait for the next one; after several, wait longer.")
        self.add_error("code", text)


class LogIn(LoginView):
    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if not second_factor.is_on(user):
            return super().form_valid(form)
        _remember(self.request, user, self.get_redirect_url() or reverse("admin:index"))
        return HttpResponseRedirect(reverse("admin:log_in_code"))


def log_in_code(request: HttpRequest, site: AdminSite) -> HttpResponse:
    user = _waiting_user(request)
    if user is None:
        return HttpResponseRedirect(reverse("admin:login"))
    if is_locked_out(request, user):
        request.session.pop(WAITING, None)
        return locked_out(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.accepts(user, form.cleaned_data["code"]):
            return _let_in(request, user)
        count_failure(request, user)
        form.refuse()
    by_paper = "recovery" in request.GET
    if not by_paper:
        form.fields["code"].widget.attrs["inputmode"] = "numeric"
    context = {**site.each_context(request), "title": _("Log in"), "form": form, "by_paper": by_paper}
    return render(request, "admin/account/log_in_code.html", context, status=400 if form.errors else 200)


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """The same page for every name, whether there is such an account or not."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    context = {"title": _("Too many failed log-ins"), "minutes": seconds // 60, "site_header": settings.SITE_NAME}
    answer = render(request, "admin/account/locked_out.html", context, status=TOO_MANY)
    answer["Retry-After"] = str(seconds)
    return answer


def _remember(request: HttpRequest, user: User, goes_on_to: str) -> None:
    # Another key, as at any step that makes a session worth more.
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "backend": user.backend,
        "password": user.get_session_auth_hash(),
        "until": (timezone.now() + TIME_FOR_THE_CODE).isoformat(),
        "next": goes_on_to,
    }


def _waiting_user(request: HttpRequest) -> User | None:
    """Who gave their password a short time ago and has not changed it since."""
    waiting = request.session.get(WAITING)
    if waiting is None or datetime.fromisoformat(waiting["until"]) < timezone.now():
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True, is_staff=True).first()
    is_same = user is not None and constant_time_compare(user.get_session_auth_hash(), waiting["password"])
    return user if is_same else None


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    waiting = request.session.pop(WAITING)
    login(request, user, backend=waiting["backend"])
    return HttpResponseRedirect(waiting["next"])
