"""One claim, as it stands and as each version was published."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Publication, PublishedClaim
from claims.pages.reader_page import reader_page
from claims.record.document import ClaimDocument, EvidenceDocument
from claims.text.markdown import Reference

STANCES = (
    ("supports", gettext_lazy("Supports the claim")),
    ("refutes", gettext_lazy("Speaks against the claim")),
    ("context", gettext_lazy("Gives context")),
)
LARGEST_VERSION = 2**31 - 1


@dataclass(frozen=True)
class NumberedEvidence:
    """An item of evidence with the number under which the reasoning cites it."""

    number: int
    evidence: EvidenceDocument


@dataclass
class StanceGroup:
    stance: str
    title: object
    items: list[NumberedEvidence] = field(default_factory=list)


@reader_page
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    row = PublishedClaim.objects.defer("search").filter(slug=slug).first()
    if row is None:
        raise Http404(_("There is no published claim at this address."))
    return render(
        request,
        "pages/claim.html",
        {
            **_document_context(row.document),
            "claim": row,
            "envelope": row.envelope,
            "parts": row.children,
            "versions": _versions(slug),
            "first_published_at": row.first_published_at,
            "published_at": row.published_at,
        },
    )


@reader_page
def version(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A version as readers saw it then. It stays at this address whatever comes after."""
    versions = _versions(slug)
    row = Publication.objects.filter(slug=slug, version=version).first() if version <= LARGEST_VERSION else None
    if row is None:
        raise Http404(_("There is no such version of this claim."))
    answer = render(
        request,
        "pages/version.html",
        {
            **_document_context(row.document),
            "publication": row,
            "parts": row.document["children"],
            "versions": versions,
            "is_current": row.version == versions[0].version,
            "published_at": row.published_at,
        },
    )
    latest = settings.SITE_URL + reverse("pages:claim", kwargs={"slug": slug})
    answer["Link"] = f'<{latest}>; rel="latest-version"'
    return answer


def _versions(slug: str) -> list[Publication]:
    """Newest first, without the documents."""
    known = Publication.objects.filter(slug=slug).order_by("-version")
    return list(known.only("number", "slug", "version", "kind", "correction_type", "note", "published_at", "digest"))


def _document_context(document: ClaimDocument) -> dict[str, Any]:
    groups = {stance: StanceGroup(stance, title) for stance, title in STANCES}
    references: dict[str, Reference] = {}
    for number, evidence in enumerate(document["evidence"], start=1):
        groups[evidence["stance"]].items.append(NumberedEvidence(number, evidence))
        if evidence["source"]:
            references.setdefault(evidence["source"]["slug"], Reference(f"#evidence-{number}", f"[{number}]"))
    return {
        "document": document,
        "stances": [group for group in groups.values() if group.items],
        "references": references,
    }
