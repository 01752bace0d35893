"""The public page of a claim as it would be: from what is typed, or from what is stored. Nothing is written."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.forms.formsets import all_valid
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext as _

from claims.models import Assessment, Claim
from claims.models.refusals import refusal
from claims.record import preview

UNPROCESSABLE = 422
TEMPLATE = "admin/claims/preview.html"


class PreviewPages:
    """Adds the preview to the admin class of claims."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)  # type: ignore[attr-defined]
        return [path("<int:object_id>/preview/", view, name="claims_claim_preview"), *super().get_urls()]  # type: ignore[misc]

    def preview_view(self, request: Any, object_id: int) -> HttpResponse:
        admin: Any = self
        claim = Claim.objects.filter(pk=object_id).first()
        if claim is None:
            raise Http404
        if not admin.has_view_permission(request, claim):
            raise PermissionDenied
        if request.method != "POST" or not admin.has_change_permission(request, claim):
            return HttpResponse(_page(request, claim))
        try:
            return self._as_typed(request, object_id)
        except DatabaseError as error:
            reason = refusal(error)
            if reason is None:
                raise
            return _not_yet([reason])

    def _as_typed(self, request: Any, object_id: int) -> HttpResponse:
        """Saved like any other change, shown, and taken back: so it cannot differ from what a save would give."""
        with transaction.atomic():
            try:
                claim = self.get_object(request, str(object_id))  # type: ignore[attr-defined]
                reasons = self._save(request, claim)
                return _not_yet(reasons) if reasons else HttpResponse(_page(request, claim))
            finally:
                transaction.set_rollback(True)

    def _save(self, request: Any, claim: Claim) -> list[str]:
        """Why the form cannot be saved as it is; an empty list when it was saved."""
        admin: Any = self
        form = admin.get_form(request, claim, change=True)(request.POST, request.FILES, instance=claim)
        is_valid = form.is_valid()
        form.instance = admin.save_form(request, form, change=True) if is_valid else form.instance
        # The very formsets that a save makes.
        formsets, _inlines = admin._create_formsets(request, form.instance, change=True)  # noqa: SLF001
        if not (all_valid(formsets) and is_valid):
            return _reasons(form, formsets)
        admin.save_model(request, form.instance, form, change=True)
        admin.save_related(request, form, formsets, change=True)
        return []


def _page(request: Any, claim: Claim) -> str:
    """In the language asked for, else in that of the desk."""
    language = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    shown = preview(Claim.objects.get(pk=claim.pk), shown_verdict(claim))
    with translation.override(language if language in known else translation.get_language()):
        return render_to_string(TEMPLATE, shown.context(), request=request)


def shown_verdict(claim: Claim) -> Assessment | None:
    """The verdict in the making, else the one that readers know."""
    verdicts = claim.assessments.select_related("rating__scale", "author", "approver")
    in_the_making = verdicts.filter(state__in=Assessment.OPEN_STATES).first()
    if in_the_making is not None or claim.verification_status == Claim.VerificationStatus.RETRACTED:
        return in_the_making
    return verdicts.filter(state=Assessment.State.PUBLISHED).order_by("-approved_at").first()


def _not_yet(reasons: list[str]) -> HttpResponse:
    return JsonResponse({"reasons": reasons}, status=UNPROCESSABLE)


def _reasons(form: Any, formsets: list[Any]) -> list[str]:
    found = [*_form_reasons(form)]
    for formset in formsets:
        found += [str(reason) for reason in formset.non_form_errors()]
        for row in formset.forms:
            found += _form_reasons(row)
    return found or [_("Something is missing in the form.")]


def _form_reasons(form: Any) -> list[str]:
    return [
        f"{form.fields[name].label}: {reason}" if name in form.fields else str(reason)
        for name, reasons in form.errors.items()
        for reason in reasons
    ]
