"""The versions of a claim: each one, what changed between two, and how to cite one."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import representations
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.schema import describe
from claims.api.shapes import page_of, reference
from claims.api.views import PublicView
from claims.models import Publication
from claims.record import History, NoComparison, Version, compare_versions, compared_pair, history, memento_headers

COMPARED_DESCRIPTIONS = [
    OpenApiParameter(
        "from",
        {"type": "integer", "minimum": 1},
        description="The earlier version. Without it, the one before `to`.",
    ),
    OpenApiParameter("to", {"type": "integer", "minimum": 1}, description="The later version. Without it, the newest."),
]


class VersionList(PublicView):
    """All versions of a claim, newest first."""

    parameters = PAGE_PARAMETERS

    @describe("list_versions", page_of("VersionSummary"), parameters=PAGE_PARAMETER_DESCRIPTIONS, refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        versions = Publication.objects.filter(slug=slug)
        if not versions.exists():
            raise never_published(slug)
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
        known, shown = found(slug, version)
        row = Publication.objects.get(number=shown.number)
        return Response(representations.version(row, known), headers=version_headers(request, shown, known))


class Diff(PublicView):
    """What changed between two versions, field by field; texts word by word."""

    parameters = ("from", "to")

    @describe("get_diff", reference("Comparison"), parameters=COMPARED_DESCRIPTIONS, refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        known = published(slug)
        try:
            given = request.query_params
            earlier, later = compared_pair(known, given.get("from"), given.get("to"))
        except NoComparison as refusal:
            raise ValidationError({refusal.parameter: [str(refusal)]}, code="invalid_version") from None
        rows = Publication.objects.in_bulk([earlier.number, later.number])
        return Response(compare_versions(rows[earlier.number], rows[later.number], known.newest.redactions))


def published(slug: str) -> History:
    known = history(slug)
    if known is None:
        raise never_published(slug)
    return known


def found(slug: str, version: int) -> tuple[History, Version]:
    known = published(slug)
    shown = known.get(version)
    if shown is None:
        raise NotFound(f"The claim “{slug}” has no published version {version}.")
    return known, shown


def never_published(slug: str) -> NotFound:
    return NotFound(f"There is no published claim “{slug}”.")


def version_headers(request: Request, shown: Version, known: History) -> dict[str, str]:
    return memento_headers(shown.version, shown.published_at, known, representations.addresses(request, shown.slug))
