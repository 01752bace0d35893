"""The page on which an article comes in: it is read, checked by a person, and stored whole or not at all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.workbench.bring_in_form import BringInForm
from claims.intake.article import ImportReport, import_article
from claims.intake.incoming import Incoming, in_words, read_address, read_file, read_text, stated_facts
from claims.intake.publishers import UnknownPublisher
from claims.models.refusals import refusal
from claims.text.addresses import UnsafeAddress
from claims.text.normalisation import UnreadableArticle
from claims.web import NotFetched
from claims.workflow import VerbRefused


def bring_in(request: Any, *, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perms(["claims.add_article", "claims.add_claim"]):
        raise PermissionDenied
    form = BringInForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        if form.wants_reading:
            form = _read(form)
        elif not (form.cleaned_data["title"] and form.cleaned_data["language"]):
            form = _filled_in(form, _read_pasted(form))
        elif form.require_facts() and (report := _store(form)) is not None:
            _tell(request, report)
            # What the browser kept of the form is not needed any more.
            address = reverse("admin:claims_article_workbench", args=[report.article.pk])
            return HttpResponseRedirect(f"{address}?stored=1")
    return TemplateResponse(request, "admin/workbench/bring_in.html", {**context, "form": form})


def _read(form: BringInForm) -> BringInForm:
    """The form once more, with what the page or the file says about itself."""
    cleaned = form.cleaned_data
    field = "file" if cleaned["file"] is not None else "url"
    try:
        if cleaned["file"] is not None:
            sent = cleaned["file"]
            found = read_file(sent.read(), name=sent.name, content_type=sent.content_type or "", by=form.by)
        else:
            found = read_address(cleaned["url"], by=form.by)
    except UnreadableArticle as unreadable:
        form.add_error(field, in_words(unreadable))
    except (NotFetched, UnsafeAddress) as problem:
        form.add_error(field, str(problem))
    else:
        return _filled_in(form, found)
    return form


def _read_pasted(form: BringInForm) -> Incoming | None:
    try:
        return read_text(form.cleaned_data["text"])
    except UnreadableArticle as unreadable:
        form.add_error("text", in_words(unreadable))
        return None


def _filled_in(form: BringInForm, found: Incoming | None) -> BringInForm:
    """What the person typed stays; what they left empty is filled in where it was found."""
    if found is None:
        return form
    cleaned = form.cleaned_data
    guessed = {
        **stated_facts(found, url=cleaned["url"]),
        "text": found.document.text,
        "original": found.original.pk if found.original else cleaned["original"] and cleaned["original"].pk,
    }
    typed = {name: cleaned[name] for name in ("title", "publisher", "publisher_name", "published_on", "language")}
    filled = BringInForm(initial={**guessed, **{name: value for name, value in typed.items() if value}}, by=form.by)
    filled.is_to_be_checked = True
    return filled


def _store(form: BringInForm) -> ImportReport | None:
    try:
        incoming = read_text(form.cleaned_data["text"])
        return import_article(
            incoming.document.text, form.facts, by=form.by, original=form.cleaned_data.get("original")
        )
    except UnreadableArticle as unreadable:
        form.add_error("text", in_words(unreadable))
    except UnknownPublisher:
        form.add_error("publisher", _("No publisher is known by this name. Give its site, such as tribunnews.com."))
    except VerbRefused as refused:
        form.add_error(None, str(refused))
    except ValidationError as invalid:
        form.add_error(None, invalid.messages)
    except DatabaseError as error:
        message = refusal(error)
        if message is None:
            raise
        form.add_error(None, message)
    return None


def _tell(request: Any, report: ImportReport) -> None:
    if report.snapshot is None:
        messages.info(request, _("Exactly this text was here already. Nothing was added."))
        return
    count = len(report.candidates)
    found = ngettext("%(count)d sentence may be worth checking.", "%(count)d sentences may be worth checking.", count)
    messages.success(request, _("The article is stored.") + " " + found % {"count": count})
    if report.gone:
        lost = ngettext(
            "%(count)d earlier quote is no longer in the text.",
            "%(count)d earlier quotes are no longer in the text.",
            len(report.gone),
        )
        messages.warning(request, lost % {"count": len(report.gone)})
