"""One's own account: notifications, password, second factor, sessions, tokens."""

from typing import Any

import segno
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from claims.accounts import second_factor
from claims.accounts.roles import roles_of
from claims.accounts.sessions import end_other_sessions, end_session, open_sessions
from claims.admin.account.browsers import name_of
from claims.admin.account.forms import NotificationForm, PasswordAndCodeForm, TurnOnForm
from claims.models import ApiToken, RecoveryCode

# The key waits here until a code shows that the app has it.
NEW_KEY = "second_factor_key"
BAD_REQUEST = 400


def account(request: Any, site: AdminSite) -> HttpResponse:
    form = NotificationForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        return HttpResponseRedirect(reverse("admin:account"))
    sessions = [
        (session, name_of(session.browser)) for session in open_sessions(request.user, this=request.session.session_key)
    ]
    context = {
        **site.each_context(request),
        "title": _("Your account"),
        "form": form,
        "roles": roles_of(request.user),
        "second_factor_on": second_factor.is_on(request.user),
        "codes_left": RecoveryCode.objects.unused().filter(user=request.user).count(),
        "sessions": sessions,
        "has_others": len(sessions) > 1,
        "tokens": ApiToken.objects.usable().filter(user=request.user).count(),
        "may_have_tokens": request.user.has_perm("claims.view_claim"),
    }
    status = BAD_REQUEST if form.errors else 200
    return render(request, "admin/account/account.html", context, status=status)


def end_sessions(request: Any, site: AdminSite) -> HttpResponse:
    """End one session, or all but this one."""
    if request.method == "POST" and "others" in request.POST:
        count = end_other_sessions(request.user, this=request.session.session_key)
        messages.success(request, ngettext("%d session ended.", "%d sessions ended.", count) % count)
    elif request.method == "POST" and end_session(request.user, handle=request.POST.get("session", "")):
        messages.success(request, _("The session is ended."))
    elif request.method == "POST":
        messages.warning(request, _("This session had ended already."))
    return HttpResponseRedirect(f"{reverse('admin:account')}#sessions")


@sensitive_post_parameters()
def two_factor(request: Any, site: AdminSite) -> HttpResponse:
    if second_factor.is_on(request.user):
        return _look_after(request, site)
    return _set_up(request, site)


def _set_up(request: Any, site: AdminSite) -> HttpResponse:
    key = request.session.get(NEW_KEY) or second_factor.new_key()
    request.session[NEW_KEY] = key
    form = TurnOnForm(request, request.POST or None)
    address = second_factor.provisioning_address(request.user, key)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.turn_on(request.user, key=key, code=form.cleaned_data["code"])
        if codes is not None:
            del request.session[NEW_KEY]
            request.session.cycle_key()
            # They were begun with the password alone.
            end_other_sessions(request.user, this=request.session.session_key)
            return _show_codes(request, site, codes)
        form.refuse()
    context = {
        **site.each_context(request),
        "title": _("Two-factor log-in"),
        "form": form,
        "picture": _picture(address),
        "address": address,
        "key": second_factor.key_for_typing(request.user, key),
        "must": second_factor.must_turn_on(request.user),
        "time": timezone.now(),
    }
    status = BAD_REQUEST if form.errors else 200
    return render(request, "admin/account/second_factor_set_up.html", context, status=status)


def _look_after(request: Any, site: AdminSite) -> HttpResponse:
    form = PasswordAndCodeForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if "turn_off" in request.POST:
            second_factor.turn_off(request.user, by=request.user)
            messages.success(request, _("Two-factor log-in is off."))
            return HttpResponseRedirect(reverse("admin:account"))
        return _show_codes(request, site, second_factor.renew_recovery_codes(request.user))
    context = {
        **site.each_context(request),
        "title": _("Two-factor log-in"),
        "form": form,
        "codes_left": RecoveryCode.objects.unused().filter(user=request.user).count(),
    }
    return render(request, "admin/account/second_factor.html", context, status=BAD_REQUEST if form.errors else 200)


def _show_codes(request: Any, site: AdminSite, codes: list[str]) -> HttpResponse:
    """Shown in the answer itself and kept nowhere, so no address leads back to them."""
    context = {**site.each_context(request), "title": _("Your recovery codes"), "codes": codes}
    return render(request, "admin/account/recovery_codes.html", context)


def _picture(address: str) -> SafeString:
    """Drawn here: no other service gets to see the key."""
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff", omitsize=True)
    return mark_safe(drawn)  # noqa: S308 — made of numbers by the library; the address is in it only as squares
