"""What a person was told: their own notifications, and nobody else's."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.models import Notification
from claims.notices.words import address_of, text_of, with_rows


class ReadFilter(admin.SimpleListFilter):
    title = gettext_lazy("read")
    parameter_name = "read"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Unread")), ("yes", _("Read"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("no", "yes"):
            return queryset.filter(read_at__isnull=self.value() == "no")
        return queryset


@admin.action(description=gettext_lazy("Mark the chosen ones as read"))
def mark_read(desk: Any, request: HttpRequest, notifications: QuerySet[Notification]) -> None:
    count = _mark_read(notifications)
    messages.success(request, ngettext("%d marked as read.", "%d marked as read.", count) % count)


def _mark_read(notifications: QuerySet[Notification]) -> int:
    # A verb that settles one of them at this moment marks it itself; nobody waits for the other.
    unread = Notification.objects.unread().filter(pk__in=notifications.values("pk")).select_for_update(skip_locked=True)
    with transaction.atomic():
        return Notification.objects.filter(pk__in=unread.values("pk")).update(read_at=timezone.now())


@admin.register(Notification)
class NotificationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["what", "when"]
    # The words are the link.
    list_display_links = None
    list_filter = [ReadFilter, "kind"]
    list_per_page = 50
    actions = [mark_read]
    change_list_template = "admin/claims/notification/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_rows(Notification.objects.shown_to(request.user))

    def get_urls(self) -> list[Any]:
        # Before Django's own, which would take the word for a key.
        all_read = path("all-read/", self.admin_site.admin_view(self.all_read), name="claims_notification_all_read")
        return [all_read, *super().get_urls()]

    @admin.display(description=gettext_lazy("what happened"))
    def what(self, notification: Notification) -> SafeString:
        return format_html(
            '<a href="{}" class="{}">{}</a>',
            reverse("admin:claims_notification_change", args=[notification.pk]),
            "" if notification.read_at else "unread",
            text_of(notification),
        )

    @admin.display(description=gettext_lazy("when"), ordering="created_at")
    def when(self, notification: Notification) -> SafeString:
        moment = timezone.localtime(notification.created_at)
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            moment.isoformat(),
            date_format(moment, "DATETIME_FORMAT"),
            _("%s ago") % timesince(moment, depth=1),
        )

    def change_view(self, request: Any, object_id: str, *arguments: Any, **named: Any) -> HttpResponse:
        """A notification is read by going where it leads; it has no page of its own."""
        notification = self.get_object(request, object_id)
        if notification is None:
            raise Http404
        _mark_read(Notification.objects.filter(pk=notification.pk))
        address = address_of(notification)
        if address is None:
            messages.warning(request, _("What it was about is no longer there."))
        return HttpResponseRedirect(address or reverse("admin:claims_notification_changelist"))

    def all_read(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            mark_read(self, request, Notification.objects.shown_to(request.user))
        return HttpResponseRedirect(reverse("admin:claims_notification_changelist"))

    def changelist_view(self, request: Any, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Notifications"), **(extra_context or {})})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = obj is None or obj.recipient_id == request.user.pk
        return mine and request.user.is_active and request.user.is_staff

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The list needs it for its action; a notification itself is never changed.
        return obj is None and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
