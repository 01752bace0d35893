"""Imports: upload a file, read what the check found, and decide."""

import csv
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.view_only import ViewOnlyAdmin
from claims.intake.rows import KINDS
from claims.intake.rows.imports import (
    SILENT_FOR,
    begin_again,
    begin_check,
    begin_writing,
    may_skip_wrong,
    wrong_lines,
)
from claims.intake.rows.store import LARGEST_UPLOAD, TooLarge, may_import, store_rows
from claims.models import RowImport

PROBLEMS_SHOWN = 100
ENDINGS = {".csv": RowImport.Format.CSV, ".jsonl": RowImport.Format.JSONL, ".ndjson": RowImport.Format.JSONL}


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Rows of"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "One file holds one kind. Bring claims and sources in before the evidence that names them."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV from any spreadsheet program (“CSV UTF-8” in Excel), or JSONL."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    change_existing = forms.BooleanField(
        label=gettext_lazy("Change rows that are here already"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise a row that is here with other values is shown and left as it is. A column that is not in the "
            "file is never touched; an empty cell empties the field."
        ),
    )

    def __init__(self, *args: Any, by: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(value, label) for value, label in RowImport.Kind.choices if may_import(by, value)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.format_of(file.name) is None:
            raise forms.ValidationError(_("Only files ending in %s are read.") % ", ".join(ENDINGS))
        if file.size > LARGEST_UPLOAD:
            most = f"{LARGEST_UPLOAD // 1_000_000} MB"
            raise forms.ValidationError(_("The file is larger than %s. Use the command import_rows for it.") % most)
        return file

    def format_of(self, name: str) -> str | None:
        return next((form for ending, form in ENDINGS.items() if name.lower().endswith(ending)), None)


@admin.register(RowImport)
class RowImportAdmin(ViewOnlyAdmin):
    list_display = ["file_name", "kind", "state", "uploaded_by", "created_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["uploaded_by"]
    search_fields = ["file_name", "uploaded_by__username"]

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return request.user.has_perm("claims.add_rowimport") and any(may_import(request.user, kind) for kind in KINDS)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """One's own, while nothing of it is on its way; what was imported stays, and so does what was said of it."""
        if obj is None or obj.uploaded_by_id != request.user.pk:
            return False
        undone = obj.state in (RowImport.State.CHECKED, RowImport.State.FAILED)
        return undone and bool(request.user.has_perm("claims.delete_rowimport"))

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        return UploadForm

    def get_urls(self) -> list[URLPattern]:
        decide = path("<int:key>/decide/", self.admin_site.admin_view(self.decide_view), name="claims_rowimport_decide")
        problems = path(
            "<int:key>/problems.csv", self.admin_site.admin_view(self.problems_view), name="claims_rowimport_problems"
        )
        return [decide, problems, *super().get_urls()]

    def add_view(self, request: Any, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, by=request.user)
        if request.method == "POST" and form.is_valid():
            made = self._store(request, form)
            if made is not None:
                return HttpResponseRedirect(self._page(made.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import rows"),
            "opts": self.opts,
            "form": form,
            "kinds": [(RowImport.Kind(name).label, _columns(kind)) for name, kind in KINDS.items()],
        }
        return TemplateResponse(request, "admin/claims/row_import/upload.html", context)

    def change_view(self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        row_import = self.get_object(request, object_id)
        if row_import is None:
            raise Http404
        if not self.has_view_permission(request, row_import) or request.method == "POST":
            raise PermissionDenied
        return TemplateResponse(request, "admin/claims/row_import/state.html", self._state(request, row_import))

    def decide_view(self, request: Any, key: int) -> HttpResponse:
        row_import = self._own(request, key)
        if request.method != "POST":
            raise Http404
        if "again" in request.POST:
            moved = begin_again(row_import)
        else:
            moved = begin_writing(row_import, skip_wrong="skip" in request.POST)
        if not moved:
            messages.error(request, _("Nothing was done: the import is in another state by now."))
        return HttpResponseRedirect(self._page(key))

    def problems_view(self, request: Any, key: int) -> HttpResponse:
        row_import = self.get_object(request, str(key))
        if row_import is None or not self.has_view_permission(request, row_import):
            raise Http404
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="problems-{key}.csv"'
        written = csv.writer(answer)
        written.writerow(["line", "column", "reason"])
        written.writerows(row_import.problems.values_list("line", "field", "reason"))
        return answer

    def _own(self, request: Any, key: int) -> RowImport:
        row_import = RowImport.objects.filter(pk=key).first()
        if row_import is None:
            raise Http404
        # It runs in the name of the one who brought the file.
        if row_import.uploaded_by_id != request.user.pk:
            raise PermissionDenied
        return row_import

    def _store(self, request: Any, form: UploadForm) -> RowImport | None:
        file = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                made = store_rows(
                    file.chunks(),
                    by=request.user,
                    kind=form.cleaned_data["kind"],
                    format=form.format_of(file.name) or "",
                    file_name=file.name,
                    change_existing=form.cleaned_data["change_existing"],
                )
        except TooLarge as error:
            form.add_error("file", str(error))
            return None
        begin_check(made)
        return made

    def _state(self, request: Any, row_import: RowImport) -> dict[str, Any]:
        counts = row_import.written or row_import.checked
        problems = row_import.problems.all()
        return {
            **self.admin_site.each_context(request),
            "title": row_import.file_name,
            "opts": self.opts,
            "row_import": row_import,
            "counts": counts,
            "to_write": counts.get("created", 0) + counts.get("changed", 0),
            "problems": problems[:PROBLEMS_SHOWN],
            "problems_kept": problems.count(),
            "wrong_lines": wrong_lines(row_import),
            "may_skip": may_skip_wrong(row_import),
            "is_own": row_import.uploaded_by_id == request.user.pk,
            "is_silent": row_import.is_busy and row_import.moved_at < timezone.now() - SILENT_FOR,
            "may_delete": self.has_delete_permission(request, row_import),
        }

    def _page(self, key: int) -> str:
        return reverse(f"{self.admin_site.name}:claims_rowimport_change", args=[key])


def _columns(kind: Any) -> list[tuple[str, str]]:
    """The names of the columns, each with what it is for."""
    described = []
    for name, column in kind.columns.items():
        fields = {field.name: field for field in kind.model._meta.get_fields()}
        help_text = str(getattr(fields.get(column.field), "help_text", ""))
        described.append((name, help_text))
    return described
