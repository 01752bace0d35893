"""One claim as it stands, or as it stood at a moment that the reader names."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.models import Publication, PublishedClaim
from claims.pages.listing import NotUnderstood, refuse_unknown
from claims.pages.reader_page import reader_page
from claims.pages.version_addresses import NotYetPublished, add_version_headers, page_address
from claims.record import History, NoMoment, claim_context, history, merge_target, parse_moment
from claims.record.claimreview import as_script_content, claim_review
from claims.record.document import ClaimDocument

GONE = 410


@reader_page
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    refuse_unknown(request.GET, ["as_of"])
    if "as_of" in request.GET:
        return _as_it_stood(request, slug, request.GET["as_of"])
    row = PublishedClaim.objects.defer("search").filter(slug=slug).first()
    known = history(slug) if row else None
    if row is None or known is None:
        raise Http404(_("There is no published claim at this address."))
    target = merge_target(row)
    if target:
        return HttpResponsePermanentRedirect(reverse("pages:claim", kwargs={"slug": target["slug"]}))
    context = {
        **claim_context(row.document, row.version, known, today=timezone.now().date()),
        "claim": row,
        "parts": row.children,
        "neighbours": _neighbours(row.document),
        "today": timezone.now().date(),
        "claim_review": _markup(row),
    }
    if known.retraction:
        return render(request, "pages/retracted.html", context, status=GONE)
    return render(request, "pages/claim.html", context)


def _markup(row: PublishedClaim) -> SafeString | None:
    review = claim_review(row, get_language() or settings.LANGUAGE_CODE)
    return as_script_content(review) if review else None


def _neighbours(document: ClaimDocument) -> dict[str, dict[str, Any]]:
    """The verdicts, as they stand now, of the claim that this one is a part of and of those it is related to."""
    slugs = [other["slug"] for other in document["related"]]
    slugs += [document["parent"]["slug"]] if document["parent"] else []
    if not slugs:
        return {}
    rows = PublishedClaim.objects.listed().filter(slug__in=slugs)
    return {
        slug: {"rating": rating, "status": status}
        for slug, rating, status in rows.values_list("slug", "document__rating", "verification_status")
    }


def _as_it_stood(request: HttpRequest, slug: str, given: str) -> HttpResponse:
    try:
        moment = parse_moment(given)
    except NoMoment as refusal:
        raise NotUnderstood([str(refusal)]) from None
    known = history(slug)
    if known is None:
        raise Http404(_("There is no published claim at this address."))
    version = known.at(moment)
    if version is None:
        raise NotYetPublished(_not_yet(known), reverse("pages:claim", kwargs={"slug": slug}))
    row = Publication.objects.get(number=version.number)
    context = {
        **claim_context(row.document, row.version, known, today=moment.date()),
        "parts": row.document["children"],
        "stood_at": moment,
        "today": timezone.now().date(),
    }
    answer = render(request, "pages/version.html", context)
    answer["Content-Location"] = page_address("version", slug=slug, version=version.version)
    add_version_headers(answer, version, known)
    return answer


def _not_yet(known: History) -> str:
    day = format_date(known.first.published_at, "j F Y, H:i")
    return _("This claim was first published on %(moment)s UTC; before that there is nothing to show.") % {
        "moment": day
    }
