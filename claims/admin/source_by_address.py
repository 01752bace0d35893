"""From a pasted address to evidence: the source that is here, or a new one with what its page says filled in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from claims.admin.source_forms import KnownSourceForm, NewSourceForm
from claims.intake.page_facts import PageFacts, page_facts
from claims.intake.recheck import find_copy
from claims.models import Claim, Evidence, Source
from claims.models.refusals import refusal
from claims.text.addresses import UnsafeAddress, canonical_url
from claims.workflow import recorded

PAGE = "admin/claims/claim/source.html"
# The form alone, for the script that shows it on the claim's page.
FRAGMENT = "admin/claims/includes/source_form.html"


class SourceByAddress:
    """Adds the two steps to the admin class of claims: look an address up, then add it as evidence."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.source_view)  # type: ignore[attr-defined]
        return [path("<int:object_id>/source/", view, name="claims_claim_source"), *super().get_urls()]  # type: ignore[misc]

    def source_view(self, request: Any, object_id: int) -> HttpResponse:
        claim = _claim_for_evidence(request, self, object_id)
        url = request.POST.get("url", "").strip()
        if request.method != "POST" or not url:
            return self._answer(request, claim, {})
        try:
            known = _source_at(url)
            if "add" in request.POST:
                return self._add(request, claim, url, known)
            facts = None if known else page_facts(url)
            # The address may lead on to that of a source which is here.
            known = known or (_source_at(facts.url) if facts else None)
        except UnsafeAddress as problem:
            return self._answer(request, claim, {"url": url, "problem": str(problem)}, status=400)
        if known is not None:
            return self._answer(request, claim, _known(claim, known, KnownSourceForm()))
        return self._answer(
            request, claim, {"facts": facts, "form": _filled(facts, find_copy(facts.url))} if facts else {}
        )

    def _add(self, request: Any, claim: Claim, url: str, known: Source | None) -> HttpResponse:
        form: Any = KnownSourceForm(request.POST) if known else NewSourceForm(request.POST)
        context: dict[str, Any] = _known(claim, known, form) if known else {"url": url, "form": form}
        if not form.is_valid():
            return self._answer(request, claim, context, status=400)
        only_source = "only_source" in request.POST
        try:
            with transaction.atomic():
                source = known or form.save_by(request.user)
                if not only_source:
                    _attach(claim, source, form.cleaned_data["stance"], by=request.user)
        except IntegrityError as error:
            form.add_error(None, refusal(error) or _("Nothing was saved; try again."))
            return self._answer(request, claim, context, status=400)
        if only_source:
            stance = form.cleaned_data["stance"]
            return JsonResponse({"source": {"id": source.pk, "title": str(source)}, "stance": stance})
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[claim.pk]) + "#evidence-group")

    def _answer(self, request: Any, claim: Claim, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        admin: Any = self
        everything = {
            **admin.admin_site.each_context(request),
            "title": _("Add evidence by its address"),
            "opts": admin.opts,
            "claim": claim,
            **context,
        }
        template = FRAGMENT if request.headers.get("Accept", "").startswith("text/fragment+html") else PAGE
        return TemplateResponse(request, template, everything, status=status)


def _claim_for_evidence(request: HttpRequest, page: Any, key: int) -> Claim:
    claim = Claim.objects.filter(pk=key).first()
    if claim is None:
        raise Http404
    needed = ("claims.add_source", "claims.add_evidence")
    if not (page.has_change_permission(request, claim) and request.user.has_perms(needed)):
        raise PermissionDenied
    return claim


def _source_at(url: str) -> Source | None:
    return Source.objects.select_related("publisher").filter(canonical_url=canonical_url(url)).first()


def _known(claim: Claim, source: Source, form: KnownSourceForm) -> dict[str, Any]:
    used = claim.evidence.filter(source=source).first()
    return {"url": source.url, "source": source, "used": used, "form": form}


def _filled(facts: PageFacts, copy: str) -> NewSourceForm:
    return NewSourceForm(
        initial={
            "url": facts.url,
            "title": facts.title,
            "publisher_name": facts.host,
            "site_name": facts.site_name,
            "published_on": facts.published_on,
            "language": facts.language,
            "archived_url": copy,
        }
    )


def _attach(claim: Claim, source: Source, stance: str, *, by: Any) -> Evidence:
    with recorded("create", by=by):
        last = claim.evidence.aggregate(last=Max("position"))["last"] or 0
        return Evidence.objects.create(claim=claim, source=source, stance=stance, position=last + 1)
