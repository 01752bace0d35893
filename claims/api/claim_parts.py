"""Parts of a claim at addresses of their own: its evidence, where it appears, and its markup for machines."""

from typing import Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation, representations, shapes
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.presentation import Presentation
from claims.api.schema import MOVED, describe
from claims.api.shapes import page_of
from claims.api.views import PublicView
from claims.models import PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.record import merge_target
from claims.record.claimreview import claim_review


class Gone(APIException):
    status_code = status.HTTP_410_GONE
    default_code = "retracted"


def moved_or_refused(request: Request, slug: str, name: str) -> Response | None:
    """The way on from a merged claim to the same part of the other one; None for a claim that stands.

    Raises :class:`Gone` for a retracted claim, whose own address says when and why it was retracted.
    """
    row = PublishedClaim.objects.only("slug", "merged_into", "verification_status").filter(slug=slug).first()
    if row is None:
        raise NotFound(f"There is no published claim “{slug}”.")
    if row.verification_status == "retracted":
        whole = representations.address(request, "claim", slug=slug)
        raise Gone(f"The claim “{slug}” was retracted; {whole} says when and why.")
    target = merge_target(row) if row.merged_into else None
    if target is None:
        return None
    moved = representations.moved_claim(request, slug, target)
    there = representations.address(request, name, slug=target["slug"])
    return Response({**moved, "url": there}, status=301, headers={"Location": there})


class PartList(PublicView):
    parameters = (*presentation.PARAMETERS, *PAGE_PARAMETERS)
    name: str
    rows: Any
    shape: Any

    def answer(self, request: Request, slug: str) -> Response:
        shown = Presentation(request, self.shape.__annotations__)
        moved = moved_or_refused(request, slug, self.name)
        if moved:
            return moved
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

    name = "evidence"
    rows = PublishedEvidence.objects
    shape = shapes.NumberedEvidence

    @describe(
        "list_evidence",
        page_of("NumberedEvidence", sparse=True),
        parameters=PART_PARAMETERS,
        refusals=(400, 404, 410),
        further=MOVED,
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.answer(request, slug)


class AppearanceList(PartList):
    """Where a claim appears, with W3C selectors into the article's text."""

    name = "appearances"
    rows = PublishedAppearance.objects
    shape = shapes.NumberedAppearance

    @describe(
        "list_appearances",
        page_of("NumberedAppearance", sparse=True),
        parameters=PART_PARAMETERS,
        refusals=(400, 404, 410),
        further=MOVED,
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
        refusals=(400, 404, 410),
        media_types=("application/ld+json", "application/json"),
        further=MOVED,
    )
    def get(self, request: Request, slug: str) -> Response:
        language = next(iter(Presentation(request, ()).languages), settings.LANGUAGE_CODE)
        claim = PublishedClaim.objects.defer("search", "children").filter(slug=slug).first()
        if claim and (claim.merged_into or claim.verification_status == "retracted"):
            moved = moved_or_refused(request, slug, "claimreview")
            if moved:
                return moved
        review = claim_review(claim, language) if claim else None
        if review is None:
            raise NotFound(f"There is no published claim “{slug}” with a verdict.")
        return Response(review, headers={"Content-Language": language})
