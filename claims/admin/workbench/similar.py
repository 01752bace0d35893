"""Likely duplicates of what somebody is typing, as JSON."""

from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from claims.record import localized
from claims.workflow import similar_claims

LONGEST = 500


class SimilarForm(forms.Form):
    """``without`` leaves out the claim that is being worked on."""

    q = forms.CharField(max_length=LONGEST)
    without = forms.IntegerField(required=False)


def similar_answer(request: Any) -> HttpResponse:
    form = SimilarForm(request.GET)
    unknown = sorted(request.GET.keys() - form.fields.keys())
    if unknown or not form.is_valid():
        problems = {**form.errors.get_json_data(), **dict.fromkeys(unknown, "unknown")}
        return JsonResponse({"errors": problems}, status=400)
    without = [form.cleaned_data["without"]] if form.cleaned_data["without"] is not None else []
    found = [
        {
            "id": each.claim.pk,
            "statement": str(each.claim.statement),
            "statements": localized(each.claim.statement),
            "stage": each.claim.stage,
            "status": _status(each.claim),
            "likeness": round(each.likeness, 2),
            "url": reverse("admin:claims_claim_change", args=[each.claim.pk]),
        }
        for each in similar_claims(form.cleaned_data["q"], without=without)
    ]
    return JsonResponse({"results": found})


def _status(claim: Any) -> str:
    if claim.stage == claim.Stage.ACCEPTED:
        return str(claim.get_verification_status_display())
    return str(claim.get_stage_display())
