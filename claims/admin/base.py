"""What every page of the desk has in common."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import DatabaseError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from claims.admin.chosen import LoadedAutocompleteSelect, SeveralAutocompleteSelect
from claims.admin.deletion import delete_selected, reason_to_keep
from claims.admin.editorial_list import EditorialList
from claims.admin.export_list import ExportList
from claims.admin.forms import EditorialForm, RevisionForm, RevisionFormSet
from claims.admin.history import changes_of
from claims.admin.languages import FIELD_WIDGETS, show_all_languages
from claims.admin.localized_search import LocalizedSearch
from claims.admin.restore_pages import RestorePages
from claims.models import Assessment
from claims.models.refusals import refusal
from claims.workflow import recorded

ROWS_A_PAGE = 50
CHANGES_A_PAGE = 50
LONGEST_TITLE = 80


class EditorialAdmin(ExportList, RestorePages, LocalizedSearch, admin.ModelAdmin):  # type: ignore[type-arg]
    """A table that editors change: every save is recorded with its reason, and a stale one is refused."""

    form = EditorialForm
    formfield_overrides = FIELD_WIDGETS
    list_per_page = ROWS_A_PAGE
    list_max_show_all = 200
    save_on_top = False
    actions = [delete_selected]

    def get_changelist(self, request: HttpRequest, **options: Any) -> Any:
        return EditorialList

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.with_reason(request, obj, list(super().get_fieldsets(request, obj)))

    def with_reason(self, request: HttpRequest, obj: Any, fieldsets: list[Any]) -> list[Any]:
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        extra: list[Any] = [(None, {"fields": ["reason", "seen_revision"], "classes": ["reason"]})]
        return fieldsets + extra if may_save else show_all_languages(self.model, fieldsets)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The two fields that are not the row's own have a place of their own, at the end.
        return [name for name in super().get_fields(request, obj) if name not in EditorialForm.own_fields]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.refusal = getattr(request, "refusal", "")
        return form

    def formfield_for_manytomany(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = SeveralAutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **options)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Under a lock when it is about to be saved: the revision that is compared is the one that is changed."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        return self.get_queryset(request).select_for_update(of=("self",)).filter(pk=found.pk).first()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._recorded_changeform(request, object_id, form_url, extra_context)
        except DatabaseError as error:
            message = refusal(error)
            if message is None:
                raise
        # Once more with the message: the form then comes back with everything that was typed.
        request.refusal = message  # type: ignore[attr-defined]
        return self._recorded_changeform(request, object_id, form_url, extra_context)

    def _recorded_changeform(self, request: Any, object_id: str | None, form_url: str, extra_context: Any) -> Any:
        verb = "edit" if object_id else "create"
        with recorded(verb, by=request.user, reason=request.POST.get("reason", "")) as cleared:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        self._tell_of_cleared_approvals(request, cleared)
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # A change of links alone saves the row too: its revision is what warns the next editor.
        if not change or form.changes:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or reason_to_keep(obj) is None)

    def delete_view(self, request: Any, object_id: str, extra_context: Any = None) -> Any:
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        try:
            with recorded("delete", by=request.user) as cleared:
                response = super().delete_view(request, object_id, extra_context)
        except DatabaseError as error:
            return self._refused(request, error, reverse(self._page("change"), args=[object_id]))
        self._tell_of_cleared_approvals(request, cleared)
        return response

    def delete_queryset(self, request: Any, queryset: Any) -> None:
        with recorded("delete", by=request.user) as cleared:
            super().delete_queryset(request, queryset)
        self._tell_of_cleared_approvals(request, cleared)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        try:
            return super().changelist_view(request, extra_context)
        except DatabaseError as error:
            if request.method != "POST":
                raise
            return self._refused(request, error, reverse(self._page("changelist")))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What the database remembers; Django's own log knows only what went through the admin."""
        row = self.get_object(request, object_id)
        if row is None:
            return HttpResponseRedirect(reverse(self._page("changelist")))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        page = Paginator(changes_of(row), CHANGES_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % row,
            "opts": self.opts,
            "object": row,
            "changes": page,
            "page": page,
            "restore_from": self.admin_site.name + ":" + f"{self.opts.app_label}_{self.opts.model_name}_restore",
        }
        return TemplateResponse(request, "admin/claims/history.html", context)

    def _tell_of_cleared_approvals(self, request: HttpRequest, cleared: list[Assessment]) -> None:
        for assessment in cleared:
            message = _("This took away the approval of the verdict on “%s”. It waits for a decision again.")
            title = Truncator(str(assessment.claim.statement)).chars(LONGEST_TITLE)
            self.message_user(request, message % title, messages.WARNING)

    def _refused(self, request: HttpRequest, error: DatabaseError, address: str) -> HttpResponse:
        message = refusal(error)
        if message is None:
            raise error
        self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(address)

    def _page(self, name: str) -> str:
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}"


class EditorialInline(admin.StackedInline):  # type: ignore[type-arg]
    """Rows inside another page, each with a revision of its own."""

    form = RevisionForm
    formset = RevisionFormSet
    formfield_overrides = FIELD_WIDGETS
    extra = 0
    show_change_link = False

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = LoadedAutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.select_for_update(of=("self",)) if request.method == "POST" else rows
