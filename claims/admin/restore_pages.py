"""The page between “restore this state” and the change: it shows what would become what."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from claims.admin.history import differences
from claims.models.refusals import refusal
from claims.workflow import VerbRefused, is_restorable, restore, restore_objections


class RestorePages:
    """Adds going back to an earlier state to an admin class that has a history."""

    def get_urls(self) -> list[URLPattern]:
        admin: Any = self
        page = path(
            "<path:object_id>/restore/<slug:table>/<int:event>/",
            admin.admin_site.admin_view(self.restore_view),
            name=f"{admin.opts.app_label}_{admin.opts.model_name}_restore",
        )
        return [page, *super().get_urls()]  # type: ignore[misc]

    def restore_view(self, request: Any, object_id: str, table: str, event: int) -> HttpResponse:
        admin: Any = self
        row = admin.get_object(request, object_id)
        earlier = event_of(table, event)
        if row is None or earlier is None or not admin.has_view_or_change_permission(request, row):
            raise Http404
        back = reverse(f"{admin.admin_site.name}:{admin.opts.app_label}_{admin.opts.model_name}_history", args=[row.pk])
        if request.method == "POST":
            self._restore(request, earlier)
            return HttpResponseRedirect(back)
        present = earlier.pgh_tracked_model._default_manager.filter(pk=earlier.pgh_obj_id).first()
        context = {
            **admin.admin_site.each_context(request),
            "title": _("Restore an earlier state"),
            "opts": admin.opts,
            "object": row,
            "event": earlier,
            "table": earlier.pgh_tracked_model._meta.verbose_name,
            "present": present,
            "fields": differences(present, earlier) if present is not None else [],
            "objections": restore_objections(earlier, request.user),
            "back": back,
        }
        return TemplateResponse(request, "admin/claims/restore.html", context)

    def _restore(self, request: HttpRequest, earlier: Any) -> None:
        try:
            restore(earlier, by=request.user, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
        except VerbRefused as refused:
            for objection in refused.objections:
                messages.error(request, str(objection.message))
        except DatabaseError as error:
            message = refusal(error)
            if message is None:
                raise
            messages.error(request, message)
        else:
            messages.success(request, _("The earlier state is back, as a new change."))


def event_of(table: str, key: int) -> Any:
    """The event by the name of its table and its key; None for tables that are never set back."""
    try:
        model = apps.get_model("claims", f"{table}event")
    except LookupError:
        return None
    if not hasattr(model, "pgh_tracked_model") or not is_restorable(model.pgh_tracked_model):
        return None
    return model._default_manager.select_related("pgh_context").filter(pk=key).first()
