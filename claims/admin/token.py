"""API tokens: made here, shown once, revoked here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.accounts.security_log import note
from claims.models import ApiToken


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What it may be used for, within what you may do yourself."),
    )

    class Meta:
        model = ApiToken
        fields = ("name", "scopes", "expires_at")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "expires_at" in self.fields:
            # One label cannot name two fields.
            day, time = self.fields["expires_at"].widget.widgets
            day.attrs["aria-label"] = _("Expires on the day")
            time.attrs["aria-label"] = _("Expires at the time")

    def clean_expires_at(self) -> Any:
        moment = self.cleaned_data["expires_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(_("It would be expired already."))
        return moment


@admin.action(description=gettext_lazy("Revoke the chosen tokens"))
def revoke(desk: Any, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
    working = tokens.filter(revoked_at__isnull=True).select_related("user")
    for token in working:
        note("token-revoked", user=token.user, by=request.user, request=request)  # type: ignore[arg-type]
    count = working.update(revoked_at=timezone.now())
    messages.success(request, ngettext("%d token revoked.", "%d tokens revoked.", count) % count)


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One's own tokens; an administrator sees and revokes everybody's and makes them only for themselves."""

    form = TokenForm
    list_display = ["name", "prefix", "state", "user", "scopes", "expires_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["name", "prefix", "user__username"]
    actions = [revoke]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        tokens = super().get_queryset(request)
        everybody = request.user.has_perm("claims.change_user")
        return tokens if everybody else tokens.filter(user=request.user)

    @admin.display(description=gettext_lazy("state"))
    def state(self, token: ApiToken) -> str:
        if token.revoked_at:
            return _("revoked")
        return _("works") if token.expires_at > timezone.now() and token.user.is_active else _("expired")

    def save_model(self, request: Any, obj: ApiToken, form: Any, change: bool) -> None:
        made, secret = ApiToken.issue(
            user=request.user, name=obj.name, scopes=form.cleaned_data["scopes"], expires_at=obj.expires_at
        )
        obj.pk = made.pk
        obj.prefix = made.prefix
        obj.secret = secret  # type: ignore[attr-defined]
        note("token-made", user=request.user, request=request)

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """Shown in the answer itself: a message would carry the secret through a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("The new token"),
            "token": obj,
            "secret": obj.secret,  # type: ignore[attr-defined]
        }
        return render(request, "admin/account/token.html", context)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_staff and request.user.has_perm("claims.view_claim")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The list needs it for its action; a token itself is never changed.
        return obj is None and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
