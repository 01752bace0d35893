"""Webhooks: whom to tell, paused and resumed here, with what came of every attempt."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.view_only import ViewOnlyAdmin
from claims.models import WebhookDelivery, WebhookSubscription
from claims.text.addresses import UnsafeAddress
from claims.web import NotFetched
from claims.webhooks import pause, public_address, resume, rotate_secret, subscribe


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    url = forms.URLField(
        label=gettext_lazy("Address"),
        assume_scheme="https",
        help_text=WebhookSubscription._meta.get_field("url").help_text,
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=WebhookSubscription.Event.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Only these events; none for all."),
    )

    class Meta:
        model = WebhookSubscription
        fields = ("name", "url", "events", "topics", "ratings", "languages")

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            public_address(url)
        except (NotFetched, UnsafeAddress) as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return url


def _each(change: Callable[..., None], message: str, **parameters: Any) -> Any:
    def use(desk: Any, request: HttpRequest, chosen: QuerySet[WebhookSubscription]) -> None:
        for row in chosen:
            change(row, **parameters)
        messages.success(request, _(message) % chosen.count())

    use.__name__ = change.__name__
    return use


pause_chosen = admin.action(description=gettext_lazy("Pause the chosen webhooks"), permissions=["change"])(
    _each(pause, "%d webhooks paused.", reason="Paused in the admin.")
)
resume_chosen = admin.action(description=gettext_lazy("Resume the chosen webhooks"), permissions=["change"])(
    _each(resume, "%d webhooks resumed.")
)


@admin.action(description=gettext_lazy("Give the chosen webhooks new secrets"), permissions=["change"])
def rotate_chosen(desk: Any, request: HttpRequest, chosen: QuerySet[WebhookSubscription]) -> None:
    for row in chosen:
        secret = rotate_secret(row)
        messages.warning(
            request, _("The secret of “%(name)s”, shown this once: %(secret)s") % {"name": row, "secret": secret}
        )


@admin.register(WebhookSubscription)
class WebhookSubscriptionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One's own; an administrator sees and stops everybody's."""

    form = WebhookForm
    list_display = ["name", "url", "owner", "state", "position", "failures", "next_attempt_at"]
    list_filter = ["state"]
    list_select_related = ["owner"]
    search_fields = ["name", "url", "owner__username"]
    readonly_fields = ["state", "paused_because", "position", "failures", "next_attempt_at", "old_secret_until"]
    actions = [pause_chosen, resume_chosen, rotate_chosen]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        everybody = request.user.has_perm("claims.change_user")
        return rows if everybody else rows.filter(owner=request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = list(WebhookForm.Meta.fields)
        return [*given, *self.readonly_fields] if obj else given

    def save_model(self, request: Any, obj: WebhookSubscription, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=list(WebhookForm.Meta.fields))
            return
        made, secret = subscribe(by=request.user, **form.cleaned_data)
        obj.pk = made.pk
        obj.owner = made.owner
        messages.warning(request, _("The secret, shown this once: %s") % secret)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ViewOnlyAdmin):
    list_display = ["attempted_at", "subscription", "publication", "event", "attempt", "status", "succeeded", "error"]
    list_filter = ["succeeded", "event"]
    list_select_related = ["subscription"]
    search_fields = ["message_id", "subscription__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        everybody = request.user.has_perm("claims.change_user")
        return rows if everybody else rows.filter(subscription__owner=request.user)
