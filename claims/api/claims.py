"""Claims and their versions."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import representations
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.schema import describe
from claims.api.shapes import page_of, reference
from claims.api.views import PublicView
from claims.models import Publication, PublishedClaim
from claims.search import PublishedClaimFilter

FILTERS = PublishedClaimFilter.base_filters
# Publication numbers grow with the time of publication and are unique, so they make the better cursor.
ORDERINGS = {
    "-published_at": ("-publication_id",),
    "published_at": ("publication_id",),
    "slug": ("slug",),
    "-slug": ("-slug",),
}
RELEVANCE = ("-rank", "-publication_id")

ORDERING_DESCRIPTION = OpenApiParameter(
    "ordering",
    str,
    enum=list(ORDERINGS),
    description="Newest first by default; with `q`, the best match first.",
)
FILTER_DESCRIPTIONS = [
    OpenApiParameter(name, str, description=str(one.extra["help_text"]) + ("" if name == "q" else " Several by comma."))
    for name, one in FILTERS.items()
]


class ClaimList(PublicView):
    """Published claims. All filters combine; an unknown parameter or value is refused."""

    parameters = (*FILTERS, "ordering", *PAGE_PARAMETERS)

    @describe(
        "list_claims",
        page_of("ClaimSummary"),
        parameters=[*FILTER_DESCRIPTIONS, ORDERING_DESCRIPTION, *PAGE_PARAMETER_DESCRIPTIONS],
    )
    def get(self, request: Request) -> Response:
        claims = filtered(request)
        return page(
            claims.defer("search", "envelope", "children"),
            *ordering(request),
            request=request,
            view=self,
            item=lambda row: representations.claim_summary(request, row),
        )


class ClaimDetail(PublicView):
    """One claim as it stands: the document of its current publication, in all languages."""

    @describe("get_claim", reference("Claim"), refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        row = PublishedClaim.objects.defer("search").filter(slug=slug).first()
        if row is None:
            raise NotFound(f"There is no published claim “{slug}”.")
        return Response(representations.claim(request, row))


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


def filtered(request: Request) -> QuerySet[PublishedClaim]:
    """The claims that the query parameters ask for; raises a 400 that names the wrong one."""
    given = PublishedClaimFilter(request.query_params, queryset=PublishedClaim.objects.all())
    if not given.is_valid():
        raise ValidationError({name: list(messages) for name, messages in given.errors.items()})
    claims: QuerySet[PublishedClaim] = given.qs
    return claims


def ordering(request: Request) -> tuple[str, ...]:
    wanted = request.query_params.get("ordering")
    if wanted is None:
        return RELEVANCE if request.query_params.get("q", "").strip() else ORDERINGS["-published_at"]
    if wanted not in ORDERINGS:
        message = f"Unknown ordering. Allowed: {', '.join(ORDERINGS)}."
        raise ValidationError({"ordering": [message]}, code="invalid_choice")
    return ORDERINGS[wanted]
