"""Paste a text and see which of its sentences were checked. Nothing of it is stored, logged or fetched."""

import time
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from claims.accounts.address import client_address
from claims.accounts.request_counts import client_of, count_requests
from claims.pages import errors
from claims.pages.checked_text import shown
from claims.pages.listing import NotUnderstood, refuse_unknown
from claims.record.document import ArticleDocument
from claims.search.text_matching import (
    LONGEST_TEXT_BYTES,
    MOST_SENTENCES,
    CheckedText,
    TextTooHeavy,
    TextTooLong,
    TooManySentences,
    UnknownArticle,
    check_text,
    known_article,
)
from claims.text.addresses import UnsafeAddress

TOO_MANY = 429
MATCHES_SHOWN = 4


class CheckForm(forms.Form):
    # No limit in the field itself: a browser would cut off what is pasted without a word.
    text = forms.CharField(
        label=gettext_lazy("Your text, or the address of an article that we took apart"),
        widget=forms.Textarea(attrs={"rows": 9}),
    )


@gzip_page
@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    try:
        refuse_unknown(request.GET, [])
    except NotUnderstood as refusal:
        return errors.bad_request(request, refusal)
    if request.method != "POST":
        return render(request, "pages/check.html", {"form": CheckForm()})
    # NUL is in texts that were copied from broken files; nobody sees it, and no page may hold it.
    form = CheckForm({"text": request.POST.get("text", "").replace("\x00", " ")})
    if not _may_ask(request, 1):
        form.add_error(None, _("So many texts came from your network that we need a minute. Please try again then."))
        return _page(request, form, status=TOO_MANY)
    if not form.is_valid():
        return _page(request, form, status=400)
    text = form.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
    try:
        checked, article, text = _checked(text)
    except forms.ValidationError as refusal:
        form.add_error("text", refusal)
        return _page(request, form, status=400)
    # Whoever sends long texts gets to the limit sooner.
    _may_ask(request, max(0, checked.matched_total - 1))
    try:
        return _page(request, form, checked=shown(text, checked), article=article)
    except TextTooHeavy:
        form.add_error("text", _("The text is too heavy: comparing it took too long. Try it in parts."))
        return _page(request, form, status=400)


def _page(request: HttpRequest, form: CheckForm, *, status: int = 200, **found: Any) -> HttpResponse:
    return render(request, "pages/check.html", {"form": form, **found}, status=status)


def _may_ask(request: HttpRequest, sentences: int) -> bool:
    """One count for pages and API."""
    limit = settings.API_REQUESTS_PER_MINUTE
    return count_requests(client_of(client_address(request)), limit, time.time(), sentences) <= limit


def _checked(text: str) -> tuple[CheckedText, ArticleDocument | None, str]:
    article = _article(text.strip()) if _is_address(text.strip()) else None
    text, language = (article.text, article.facts["language"]) if article else (text, "")
    try:
        return check_text(text, language=language, most=MATCHES_SHOWN), article.facts if article else None, text
    except TextTooLong:
        raise forms.ValidationError(
            _("The text is too long: at most %(most)s bytes, which is about 60 pages. Try it in parts.")
            % {"most": number_format(LONGEST_TEXT_BYTES, force_grouping=True)}
        ) from None
    except TooManySentences:
        raise forms.ValidationError(
            _("The text has too many sentences: at most %(most)s. Try it in parts.")
            % {"most": number_format(MOST_SENTENCES, force_grouping=True)}
        ) from None


def _article(url: str) -> Any:
    try:
        return known_article(url)
    except UnsafeAddress:
        raise forms.ValidationError(_("This is not an address of a page.")) from None
    except UnknownArticle as unknown:
        if unknown.is_source:
            return None  # Its claims are found as those of an address in a text.
        raise forms.ValidationError(
            _("We have not taken the article at this address apart, and we do not fetch it. Paste its text instead.")
        ) from None


def _is_address(text: str) -> bool:
    return text.casefold().startswith(("http://", "https://")) and len(text.split()) == 1
