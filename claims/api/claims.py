"""Claims as they stand, and as they stood."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import representations
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.schema import MOVED, describe
from claims.api.shapes import page_of, reference
from claims.api.versions import never_published, published, version_headers
from claims.api.views import PublicView
from claims.models import Publication, PublishedClaim
from claims.record import NoMoment, link_header, merge_target, parse_moment, utc_timestamp
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

GONE = 410
RETRACTED_DESCRIPTION = OpenApiResponse(
    reference("Claim"), description="The claim was retracted; the last of `corrections` says when and why."
)
AS_OF_DESCRIPTION = OpenApiParameter(
    "as_of",
    str,
    description="A day such as `2026-01-31` (its end, UTC; today means now), or a date-time with its zone.",
)
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
    """One claim as it stands: the document of its current publication, in all languages.

    With `as_of` the claim as it stood at the end of that day (UTC) or at that moment. A merged claim answers with 301
    and a retracted one with 410, each with what readers are told about it; `as_of` still answers with what stood then.
    """

    parameters = ("as_of",)

    @describe(
        "get_claim",
        {"anyOf": [reference("Claim"), reference("ClaimThen")]},
        parameters=[AS_OF_DESCRIPTION],
        refusals=(400, 404),
        further={**MOVED, GONE: RETRACTED_DESCRIPTION},
    )
    def get(self, request: Request, slug: str) -> Response:
        if "as_of" in request.query_params:
            return as_it_stood(request, slug, request.query_params["as_of"])
        row = PublishedClaim.objects.defer("search").filter(slug=slug).first()
        if row is None:
            raise never_published(slug)
        target = merge_target(row)
        if target:
            moved = representations.moved_claim(request, slug, target)
            return Response(moved, status=301, headers={"Location": moved["url"]})
        links = link_header({"version-history": representations.addresses(request, slug).versions})
        status = GONE if row.verification_status == "retracted" else 200
        return Response(representations.claim(request, row), status=status, headers={"Link": links})


def as_it_stood(request: Request, slug: str, given: str) -> Response:
    try:
        moment = parse_moment(given)
    except NoMoment as refusal:
        raise ValidationError({"as_of": [str(refusal)]}, code="invalid_moment") from None
    known = published(slug)
    version = known.at(moment)
    if version is None:
        first = utc_timestamp(known.first.published_at)
        raise NotFound(f"The claim “{slug}” was first published at {first}; before that there is nothing.")
    headers = version_headers(request, version, known)
    headers["Content-Location"] = representations.addresses(request, slug).version(version.version)
    row = Publication.objects.get(number=version.number)
    return Response(representations.claim_then(request, row, known, moment), headers=headers)


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
