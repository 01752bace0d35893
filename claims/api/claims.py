"""One claim and its versions."""

from django.utils.http import http_date
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation, representations
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.presentation import Presentation
from claims.api.schema import describe
from claims.api.shapes import either_of, page_of, reference
from claims.api.views import PublicView
from claims.models import Publication, PublishedClaim


class ClaimDetail(PublicView):
    """One claim as it stands: the document of its current publication, in all languages."""

    parameters = presentation.PARAMETERS

    @describe("get_claim", either_of("Claim"), parameters=presentation.DESCRIPTIONS, refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        shown = Presentation(request, representations.CLAIM_FIELDS)
        row = PublishedClaim.objects.defer("search").filter(slug=slug).first()
        if row is None:
            raise NotFound(f"There is no published claim “{slug}”.")
        answer = shown.told(Response(shown.of(representations.claim(request, row))))
        if not row.children:
            # The verdicts of parts are in the answer as well, and a part may be newer than the whole.
            answer["Last-Modified"] = http_date(row.published_at.timestamp())
        return answer


class VersionList(PublicView):
    """All versions of a claim, newest first."""

    parameters = PAGE_PARAMETERS

    @describe("list_versions", page_of("VersionSummary"), parameters=PAGE_PARAMETER_DESCRIPTIONS, refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        versions = Publication.objects.filter(slug=slug)
        if not versions.exists():
            raise NotFound(f"There is no published claim “{slug}”.")
        return page(
            versions,
            "-version",
            request=request,
            view=self,
            item=lambda row: representations.version_summary(request, row),
        )


class VersionDetail(PublicView):
    """One version as it was published, with the salts and leaf digests that prove it."""

    @describe("get_version", reference("Version"), refusals=(400, 404))
    def get(self, request: Request, slug: str, version: int) -> Response:
        # A version that no integer column can hold does not exist.
        row = Publication.objects.filter(slug=slug, version=version).first() if version < 2**31 else None
        if row is None:
            raise NotFound(f"The claim “{slug}” has no published version {version}.")
        return Response(representations.version(row))
