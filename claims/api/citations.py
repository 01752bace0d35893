"""How to cite a claim or one version of it, in the form that the client accepts."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import representations
from claims.api.presentation import DESCRIPTIONS, Presentation
from claims.api.schema import MOVED, describe
from claims.api.versions import found, never_published
from claims.api.views import PublicView
from claims.models import Publication, PublishedClaim
from claims.record import bibtex, csl_json, merge_target, sentence


class CitationRenderer(BaseRenderer):
    """Renders the publication that a view answers with."""

    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        given = renderer_context["request"].query_params.get("lang", "") if renderer_context else ""
        with override(given.partition(",")[0].strip().partition("-")[0].lower() or settings.LANGUAGE_CODE):
            return self.cite(data).encode()

    def cite(self, publication: Publication) -> str:
        raise NotImplementedError


class CslJsonRenderer(CitationRenderer):
    media_type = "application/vnd.citationstyles.csl+json"
    format = "csl-json"
    # JSON is always UTF-8, and its media types have no such parameter.
    charset = None  # type: ignore[assignment]

    def cite(self, publication: Publication) -> str:
        return json.dumps(csl_json(publication), indent=2, ensure_ascii=False)


class BibtexRenderer(CitationRenderer):
    media_type = "application/x-bibtex"
    format = "bibtex"

    def cite(self, publication: Publication) -> str:
        return bibtex(publication)


class SentenceRenderer(CitationRenderer):
    media_type = "text/plain"
    format = "text"

    def cite(self, publication: Publication) -> str:
        return sentence(publication) + "\n"


RENDERERS = (CslJsonRenderer, BibtexRenderer, SentenceRenderer)
FORMATS = [renderer.format for renderer in RENDERERS]
ANSWERS: dict[Any, OpenApiResponse] = {
    (200, CslJsonRenderer.media_type): OpenApiResponse({"type": "array", "items": {"type": "object"}}, description=""),
    (200, BibtexRenderer.media_type): OpenApiResponse({"type": "string"}, description=""),
    (200, SentenceRenderer.media_type): OpenApiResponse({"type": "string"}, description=""),
}
FORMAT_DESCRIPTION = OpenApiParameter("format", str, enum=FORMATS, description="Instead of the header `Accept`.")


class CitationView(PublicView):
    """Answers with a publication, which the accepted renderer makes into a citation; anything else is JSON."""

    renderer_classes = RENDERERS
    parameters = ("format", "lang")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        wanted = request.query_params.get("format")
        if wanted is not None and wanted not in FORMATS and not force:
            raise ValidationError(
                {"format": [f"Unknown format. Allowed: {', '.join(FORMATS)}."]}, code="invalid_choice"
            )
        if wanted in FORMATS:
            renderer = RENDERERS[FORMATS.index(wanted)]()
            return renderer, renderer.media_type
        return super().perform_content_negotiation(request, force)

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        super().initial(request, *args, **options)
        Presentation(request, ())

    def finalize_response(self, request: Request, response: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(response.data, Publication):
            request.accepted_renderer = JSONRenderer()
            request.accepted_media_type = JSONRenderer.media_type
        return super().finalize_response(request, response, *args, **options)


class Citation(CitationView):
    """How to cite the current version of a claim, in the language of `lang`."""

    @describe(
        "cite_claim",
        {},
        parameters=[FORMAT_DESCRIPTION, DESCRIPTIONS[1]],
        refusals=(400, 404),
        answers=ANSWERS,
        further=MOVED,
    )
    def get(self, request: Request, slug: str) -> Response:
        row = PublishedClaim.objects.select_related("publication").defer("search").filter(slug=slug).first()
        if row is None:
            raise never_published(slug)
        target = merge_target(row)
        if target:
            moved = representations.moved_claim(request, slug, target)
            location = representations.address(request, "citation", slug=target["slug"])
            return Response(moved, status=301, headers={"Location": location})
        return Response(row.publication)


class VersionCitation(CitationView):
    """How to cite one version, in the language of `lang`."""

    @describe(
        "cite_version", {}, parameters=[FORMAT_DESCRIPTION, DESCRIPTIONS[1]], refusals=(400, 404), answers=ANSWERS
    )
    def get(self, request: Request, slug: str, version: int) -> Response:
        _known, shown = found(slug, version)
        return Response(Publication.objects.get(number=shown.number))
