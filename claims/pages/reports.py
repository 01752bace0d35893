"""Readers report an error or suggest a claim: no account, and a number under which they see what became of it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from claims.accounts.address import client_address
from claims.intake.reader_reports import MOST_AN_HOUR, TooManyReports, receive_report, report_state
from claims.models import PublishedClaim
from claims.pages import errors
from claims.pages.listing import NotUnderstood, refuse_unknown
from claims.record import current_language

LONGEST_TEXT = 5_000
TOO_MANY = 429


class ReportForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What is wrong, and how do you know?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    url = forms.URLField(
        label=gettext_lazy("An address where we can read it, if you have one"),
        max_length=2_000,
        required=False,
        assume_scheme="https",
    )
    # Programs that fill in every field fill in this one too; people do not see it.
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the hidden field empty, please."))
        return ""


class SuggestionForm(ReportForm):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["text"].label = _("What did you hear or read?")
        self.fields["url"].label = _("Where? An address, if you have one")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, slug: str) -> HttpResponse:
    claim = PublishedClaim.objects.defer("search").filter(slug=slug).first()
    if claim is None:
        return errors.not_found(request, Http404(_("There is no published claim at this address.")))
    return _form_page(request, ReportForm, "error", claim)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_claim(request: HttpRequest) -> HttpResponse:
    return _form_page(request, SuggestionForm, "suggestion", None)


@never_cache
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Not kept like the pages of the record: it changes without a publication, and only its sender has the address."""
    state = report_state(number)
    if state is None:
        return errors.not_found(request, Http404(_("There is no report with this number.")))
    return render(request, "pages/report_state.html", {"report": state})


def _form_page(request: HttpRequest, kind_of_form: type[ReportForm], kind: str, claim: Any) -> HttpResponse:
    try:
        refuse_unknown(request.GET, [])
    except NotUnderstood as refusal:
        return errors.bad_request(request, refusal)
    # A sentence that a reader chose on another page: it comes by POST, so that no log has it, and nothing is sent yet.
    is_begun = request.method == "POST" and "begin" in request.POST
    begun = {"text": request.POST.get("text", "")[:LONGEST_TEXT]} if is_begun else None
    form = kind_of_form(request.POST if request.method == "POST" and not is_begun else None, initial=begun)
    context = {"form": form, "claim": claim, "kind": kind}
    if not form.is_valid():
        return render(request, "pages/report_form.html", context, status=400 if form.errors else 200)
    try:
        number = receive_report(
            kind=kind,
            text=form.cleaned_data["text"],
            url=form.cleaned_data["url"],
            language=current_language(),
            address=client_address(request) or "",
            claim_slug=claim.slug if claim else "",
        )
    except TooManyReports:
        form.add_error(
            None,
            _("You have sent %(most)d reports within an hour. Please wait a little.") % {"most": MOST_AN_HOUR},
        )
        return render(request, "pages/report_form.html", context, status=TOO_MANY)
    return HttpResponseRedirect(reverse("pages:report", kwargs={"number": number}))
