"""The versions of one claim: each as it was published, what changed between two, and how to cite one."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from claims.models import Publication
from claims.pages.listing import NotUnderstood, refuse_unknown
from claims.pages.reader_page import reader_page
from claims.pages.version_addresses import add_version_headers
from claims.record import (
    History,
    NoComparison,
    Version,
    bibtex,
    claim_context,
    compare_versions,
    compared_pair,
    csl_json,
    history,
    removed_fields,
    sentence,
)


@reader_page
def version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A version as readers saw it then. It stays at this address whatever comes after."""
    known, shown = _found(slug, version)
    row = Publication.objects.get(number=shown.number)
    context = {
        **claim_context(row.document, row.version, known),
        "parts": row.document["children"],
        "replaced_by": known.get(version + 1),
        "verdict_changes": known.verdict_changes(after=version),
    }
    answer = render(request, "pages/version.html", context)
    add_version_headers(answer, shown, known)
    return answer


@reader_page
def diff(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed between two versions, in a form that needs no colours."""
    refuse_unknown(request.GET, ["from", "to"])
    known = _known(slug)
    try:
        earlier, later = compared_pair(known, request.GET.get("from"), request.GET.get("to"))
    except NoComparison as refusal:
        raise NotUnderstood([str(refusal)]) from None
    rows = Publication.objects.in_bulk([earlier.number, later.number])
    comparison = compare_versions(rows[earlier.number], rows[later.number], known.newest.redactions)
    statement = rows[later.number].document.get("statement", {})
    between = [one for one in reversed(known.versions) if earlier.version < one.version <= later.version]
    context = {"slug": slug, "comparison": comparison, "statement": statement, "history": known, "between": between}
    return render(request, "pages/diff.html", {**context, "earlier": earlier, "later": later})


@reader_page
def cite(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    known, shown = _found(slug, version)
    row = Publication.objects.get(number=shown.number)
    context = {
        "slug": slug,
        "this": shown,
        "history": known,
        "statement": row.document.get("statement", {}),
        "removed": removed_fields(row.document, version, known.newest.redactions),
        "sentence": sentence(row),
        "bibtex": bibtex(row),
        "csl_json": json.dumps(csl_json(row), indent=2, ensure_ascii=False),
    }
    return render(request, "pages/cite.html", context)


def _known(slug: str) -> History:
    known = history(slug)
    if known is None:
        raise Http404(_("There is no published claim at this address."))
    return known


def _found(slug: str, version: int) -> tuple[History, Version]:
    known = _known(slug)
    shown = known.get(version)
    if shown is None:
        raise Http404(_("There is no such version of this claim."))
    return known, shown
