"""Parts of a claim at addresses of their own: its evidence, where it appears, and its markup for machines."""

from typing import Any

from django.conf import settings
from rest_framework.exceptions import NotFound
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation, shapes
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.presentation import Presentation
from claims.api.schema import describe
from claims.api.shapes import page_of
from claims.api.views import PublicView
from claims.models import PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.record.claimreview import claim_review


class PartList(PublicView):
    parameters = (*presentation.PARAMETERS, *PAGE_PARAMETERS)
    rows: Any
    shape: Any

    def answer(self, request: Request, slug: str) -> Response:
        shown = Presentation(request, self.shape.__annotations__)
        if not PublishedClaim.objects.filter(slug=slug).exists():
            raise NotFound(f"There is no published claim “{slug}”.")
        answer = page(
            self.rows.filter(claim=slug),
            "position",
            request=request,
            view=self,
            item=lambda row: shown.of({"position": row.position, **row.document}),
        )
        return shown.told(answer)


PART_PARAMETERS = [*presentation.DESCRIPTIONS, *PAGE_PARAMETER_DESCRIPTIONS]


class EvidenceList(PartList):
    """The evidence of a claim, in the order in which its reasoning numbers it."""

    rows = PublishedEvidence.objects
    shape = shapes.NumberedEvidence

    @describe(
        "list_evidence", page_of("NumberedEvidence", sparse=True), parameters=PART_PARAMETERS, refusals=(400, 404)
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.answer(request, slug)


class AppearanceList(PartList):
    """Where a claim appears, with W3C selectors into the article's text."""

    rows = PublishedAppearance.objects
    shape = shapes.NumberedAppearance

    @describe(
        "list_appearances", page_of("NumberedAppearance", sparse=True), parameters=PART_PARAMETERS, refusals=(400, 404)
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.answer(request, slug)


class LinkedDataRenderer(JSONRenderer):
    media_type = "application/ld+json"
    format = "jsonld"


class ClaimReview(PublicView):
    """schema.org ClaimReview of a claim with a verdict, as its page has it."""

    parameters = ("lang",)
    renderer_classes: tuple[type[BaseRenderer], ...] = (LinkedDataRenderer, JSONRenderer)

    @describe(
        "get_claim_review",
        {"type": "object", "required": ["@context", "@type", "@id"], "additionalProperties": True},
        parameters=[presentation.DESCRIPTIONS[1]],
        refusals=(400, 404),
        media_types=("application/ld+json", "application/json"),
    )
    def get(self, request: Request, slug: str) -> Response:
        language = next(iter(Presentation(request, ()).languages), settings.LANGUAGE_CODE)
        claim = PublishedClaim.objects.defer("search", "children").filter(slug=slug).first()
        review = claim_review(claim, language) if claim else None
        if review is None:
            raise NotFound(f"There is no published claim “{slug}” with a verdict.")
        return Response(review, headers={"Content-Language": language})
