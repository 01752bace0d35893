"""Forms of one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts import second_factor
from claims.accounts.lockout import count_failure
from claims.admin.account.log_in import CodeForm
from claims.models import User


class NotificationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("notified_in_admin", "notified_by_mail", "email", "mail_language")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        names = [("", _("as the site: %s") % dict(settings.LANGUAGES)[settings.LANGUAGE_CODE]), *settings.LANGUAGES]
        self.fields["mail_language"] = forms.ChoiceField(
            label=self.fields["mail_language"].label,
            help_text=self.fields["mail_language"].help_text,
            choices=names,
            required=False,
        )
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["email"].help_text = _("Colleagues who manage accounts see it; readers never do.")


class PasswordAndCodeForm(CodeForm):
    """Asks again who it is, before something that would help whoever found the screen unlocked.

    The password goes the way of every log-in, so guessing here is counted and stopped like guessing there.
    """

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("password", "code")

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.fields["code"].widget.attrs.pop("autofocus")

    @property
    def user(self) -> User:
        return self.request.user  # type: ignore[return-value]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if authenticate(self.request, username=self.user.get_username(), password=password) is None:
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        # A code is used up by being tried, so the password comes first.
        if not self.errors and not self.accepts_code(cleaned["code"]):
            count_failure(self.request, self.user)
            self.refuse()
        return cleaned

    def accepts_code(self, code: str) -> bool:
        return second_factor.accepts(self.user, code)


class TurnOnForm(PasswordAndCodeForm):
    """The code is the first one of the new app; the view tries it, since it needs the key."""

    def accepts_code(self, code: str) -> bool:
        return True
