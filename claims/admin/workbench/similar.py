"""Likely duplicates of what somebody is typing, as JSON."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from claims.models import Claim
from claims.record import localized
from claims.search import said_alike
from claims.workflow import similar_claims

LONGEST = 500
MOST_PUBLISHED = 4


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
    words, left_out = form.cleaned_data["q"], form.cleaned_data["without"]
    without = [left_out] if left_out is not None else []
    likely = {each.claim: each.likeness for each in similar_claims(words, without=without)}
    likely |= _published(words, known=likely, without=without)
    found = [
        {
            "id": claim.pk,
            "statement": str(claim.statement),
            "statements": localized(claim.statement),
            "stage": claim.stage,
            "status": _status(claim),
            "likeness": round(likeness, 2),
            "url": reverse("admin:claims_claim_change", args=[claim.pk]),
        }
        for claim, likeness in likely.items()
    ]
    return JsonResponse({"results": found})


def _published(words: str, *, known: Collection[Claim], without: Collection[int]) -> dict[Claim, float]:
    """Published claims that say the same in other words or in another language, which no letters tell."""
    # One more than are shown: the claim that is left out may be the likeliest.
    scores = said_alike(words, without={claim.slug for claim in known}, most=MOST_PUBLISHED + 1)
    rows = Claim.objects.filter(slug__in=scores).exclude(pk__in=without) if scores else ()
    return {row: scores[row.slug] for row in sorted(rows, key=lambda row: -scores[row.slug])[:MOST_PUBLISHED]}


def _status(claim: Any) -> str:
    if claim.stage == claim.Stage.ACCEPTED:
        return str(claim.get_verification_status_display())
    return str(claim.get_stage_display())
