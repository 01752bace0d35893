"""One claim as it stands, and as it stood."""

from django.utils.http import http_date
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation, representations
from claims.api.presentation import Presentation
from claims.api.schema import MOVED, describe
from claims.api.shapes import either_of
from claims.api.versions import never_published, published, version_headers
from claims.api.views import PublicView
from claims.models import Publication, PublishedClaim
from claims.record import NoMoment, link_header, merge_target, parse_moment, utc_timestamp

GONE = 410
RETRACTED_DESCRIPTION = OpenApiResponse(
    either_of("Claim"), description="The claim was retracted; the last of `corrections` says when and why."
)
AS_OF_DESCRIPTION = OpenApiParameter(
    "as_of",
    str,
    description="A day such as `2026-01-31` (its end, UTC; today means now), or a date-time with its zone.",
)


class ClaimDetail(PublicView):
    """One claim as it stands: the document of its current publication, in all languages.

    With `as_of` the claim as it stood at the end of that day (UTC) or at that moment. A merged claim answers with 301
    and a retracted one with 410, each with what readers are told about it; `as_of` still answers with what stood then.
    """

    parameters = ("as_of", *presentation.PARAMETERS)

    @describe(
        "get_claim",
        {"anyOf": [*either_of("Claim")["anyOf"], *either_of("ClaimThen")["anyOf"]]},
        parameters=[AS_OF_DESCRIPTION, *presentation.DESCRIPTIONS],
        refusals=(400, 404),
        further={**MOVED, GONE: RETRACTED_DESCRIPTION},
    )
    def get(self, request: Request, slug: str) -> Response:
        if "as_of" in request.query_params:
            return as_it_stood(request, slug, request.query_params["as_of"])
        shown = Presentation(request, representations.CLAIM_FIELDS)
        row = PublishedClaim.objects.defer("search").filter(slug=slug).first()
        if row is None:
            raise never_published(slug)
        target = merge_target(row)
        if target:
            moved = representations.moved_claim(request, slug, target)
            return Response(moved, status=301, headers={"Location": moved["url"]})
        links = link_header({"version-history": representations.addresses(request, slug).versions})
        status = GONE if row.verification_status == "retracted" else 200
        body = shown.of(representations.claim(request, row))
        answer = shown.told(Response(body, status=status, headers={"Link": links}))
        if not row.children:
            # The verdicts of parts are in the answer as well, and a part may be newer than the whole.
            answer["Last-Modified"] = http_date(row.published_at.timestamp())
        return answer


def as_it_stood(request: Request, slug: str, given: str) -> Response:
    shown = Presentation(request, representations.CLAIM_THEN_FIELDS)
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
    body = shown.of(representations.claim_then(request, row, known, moment))
    return shown.told(Response(body, headers=headers))
