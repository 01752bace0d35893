"""The small page between a button and its verb: it asks for what the verb needs, and shows why it was refused."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from claims.admin.verbs import Verb, buttons, verb_named
from claims.models import Assessment
from claims.models.refusals import refusal
from claims.workflow import VerbRefused


class VerbPages:
    """Adds the verbs of its table to an admin class."""

    def get_urls(self) -> list[URLPattern]:
        admin: Any = self
        verb_page = path(
            "<path:object_id>/verb/<slug:name>/",
            admin.admin_site.admin_view(self.verb_view),
            name=f"{admin.opts.app_label}_{admin.opts.model_name}_verb",
        )
        return [verb_page, *super().get_urls()]  # type: ignore[misc]

    def buttons(self, request: Any, row: Any) -> list[Any]:
        return buttons(row, request.user, site=self.admin_site.name)  # type: ignore[attr-defined]

    def verb_view(self, request: Any, object_id: str, name: str) -> HttpResponse:
        row, verb = self._row_and_verb(request, object_id, name)
        form = verb.form(request.POST if request.method == "POST" else None, row=row, by=request.user)
        if request.method == "POST" and form.is_valid():
            answer = self._do(request, row, verb, form)
            if answer is not None:
                return answer
        admin: Any = self
        context = {
            **admin.admin_site.each_context(request),
            "title": verb.label,
            "opts": admin.opts,
            "row": row,
            "verb": verb,
            "form": form,
            "objections": verb.objections(row, request.user),
            "back": self._back(request, row),
            "media": admin.media + form.media,
        }
        return TemplateResponse(request, "admin/claims/verb.html", context)

    def _row_and_verb(self, request: Any, object_id: str, name: str) -> tuple[Any, Verb]:
        admin: Any = self
        row = admin.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        verb = verb_named(row, name) if row is not None else None
        if row is None or verb is None:
            raise Http404
        if not admin.has_view_permission(request, row):
            raise PermissionDenied
        return row, verb

    def _do(self, request: Any, row: Any, verb: Verb, form: Form) -> HttpResponse | None:
        """Use the verb; ``None`` when the person can mend the refusal on this very page."""
        try:
            result = verb.run(row, by=request.user, **form.cleaned_data)
        except VerbRefused as refused:
            if _put_on_fields(form, refused):
                return None
            for objection in refused.objections:
                messages.error(request, str(objection.message))
        except DatabaseError as error:
            message = refusal(error)
            if message is None:
                raise
            messages.error(request, message)
        else:
            messages.success(request, str(verb.done))
            if isinstance(result, Assessment) and result != row:
                # Where it is written, between the evidence and the preview.
                return HttpResponseRedirect(f"{self._address(result.claim)}#assessments-group")
        return HttpResponseRedirect(self._back(request, row))

    def _back(self, request: HttpRequest, row: Any) -> str:
        """The page on which the button was pressed, if it is one of ours."""
        asked = request.POST.get("back") or request.GET.get("back") or ""
        if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
            return asked
        return self._address(row)

    def _address(self, row: Any) -> str:
        site = self.admin_site.name  # type: ignore[attr-defined]
        return reverse(f"{site}:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _put_on_fields(form: Form, refused: VerbRefused) -> bool:
    """Show the objections at the fields of the form that they are about; false when there are none."""
    mendable = [objection for objection in refused.objections if objection.field in form.fields]
    for objection in mendable:
        form.add_error(objection.field, str(objection.message))
    return bool(mendable)
