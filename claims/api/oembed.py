"""oEmbed 1.0 (https://oembed.com): a consumer gives the address of a claim's page and gets a frame that shows it."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import Truncator
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes
from claims.api.parameters import describe_number, whole_number
from claims.api.problems import PROBLEM, problem
from claims.api.schema import describe
from claims.api.views import PublicView
from claims.models import PublishedClaim
from claims.record import localized, merge_target
from claims.record.claimreview import claim_page
from claims.record.embedding import FRAME_HEIGHT, FRAME_WIDTH, frame

LONGEST_SIDE = 10_000
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630
SECONDS_TO_KEEP = 300
LONGEST_TITLE = 200
CLAIM_PAGE = re.compile(r"/(?P<language>[a-z]{2})/claims/(?P<slug>[-\w]+)/(?:embed/|v/\d+/)?")


class OEmbed(PublicView):
    """A frame that shows a claim's verdict, as oEmbed describes it. It stays current by itself."""

    parameters = ("url", "maxwidth", "maxheight", "format")

    @describe(
        "embed_claim",
        shapes.reference("OEmbedAnswer"),
        parameters=[
            OpenApiParameter("url", str, required=True, description="Address of a claim's page on this site."),
            describe_number(
                "maxwidth", "Pixels; the frame is not wider.", default=FRAME_WIDTH, lowest=1, highest=LONGEST_SIDE
            ),
            describe_number(
                "maxheight", "Pixels; the frame is not higher.", default=FRAME_HEIGHT, lowest=1, highest=LONGEST_SIDE
            ),
            OpenApiParameter("format", str, enum=["json"], description="There is no XML."),
        ],
        refusals=(400, 404, 501),
    )
    def get(self, request: Request) -> Response:
        wanted = request.query_params.get("format", "json")
        if wanted == "xml":
            # As the specification wants it; nothing went wrong here, so it is no exception either.
            told: shapes.ErrorDetail = {"code": "not_implemented", "detail": "Only JSON is given.", "attr": "format"}
            return Response(problem(501, [told], request), status=501, content_type=PROBLEM)
        if wanted != "json":
            raise ValidationError({"format": ["Unknown format. Allowed: json."]}, code="invalid_choice")
        width = whole_number(request, "maxwidth", default=FRAME_WIDTH, lowest=1, highest=LONGEST_SIDE)
        height = whole_number(request, "maxheight", default=FRAME_HEIGHT, lowest=1, highest=LONGEST_SIDE)
        claim, language = _claim_at(request.query_params.get("url", ""))
        return Response(_frame(claim, language, min(width, FRAME_WIDTH), min(height, FRAME_HEIGHT)))


def _claim_at(address: str) -> tuple[PublishedClaim, str]:
    """The claim, and the language of its page; a claim that was merged gives the one that it became a part of."""
    if not address:
        raise ValidationError({"url": ["Give the address of a claim's page."]}, code="required")
    found = CLAIM_PAGE.fullmatch(_path_here(address))
    if found is None or found["language"] not in dict(settings.LANGUAGES):
        raise NotFound("This is not the address of a claim's page on this site.")
    rows = PublishedClaim.objects.defer("search", "children")
    claim = rows.filter(slug=found["slug"]).first()
    target = merge_target(claim) if claim else None
    if target:
        claim = rows.filter(slug=target["slug"]).first()
    if claim is None:
        raise NotFound("There is no published claim at this address.")
    return claim, found["language"]


def _path_here(address: str) -> str:
    """The path, when the address is one of this site; with or without its transport security."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_here = parts.scheme in {"http", "https"} and parts.netloc == urlsplit(settings.SITE_URL).netloc
    return parts.path if is_here else ""


def _frame(claim: PublishedClaim, language: str, width: int, height: int) -> shapes.OEmbedAnswer:
    page = claim_page(claim.slug, language)
    title = _title(claim, language)
    return {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": SECONDS_TO_KEEP,
        "html": frame(page, title, width, height),
        "width": width,
        "height": height,
        "thumbnail_url": f"{page}v/{claim.version}/picture.png",
        "thumbnail_width": PICTURE_WIDTH,
        "thumbnail_height": PICTURE_HEIGHT,
    }


def _title(claim: PublishedClaim, language: str) -> str:
    rating = claim.document["rating"] if claim.verification_status != "retracted" else None
    statement = _in(claim.document["statement"], language)
    return Truncator(f"{_in(rating['label'], language)}: {statement}" if rating else statement).chars(LONGEST_TITLE)


def _in(text: dict[str, str], language: str) -> str:
    known = localized(text)
    return known.get(language) or next(iter(known.values()), "")
