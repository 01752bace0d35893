"""Sources that published claims rest on. Confidential ones are nowhere here."""

from django.db.models import Count
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.representations import address, claim_links
from claims.api.schema import describe
from claims.api.shapes import page_of, reference
from claims.api.views import PublicView
from claims.models import PublishedEvidence
from claims.record.document import SourceDocument


class SourceList(PublicView):
    """Sources that at least one published claim uses as evidence."""

    parameters = PAGE_PARAMETERS

    @describe("list_sources", page_of("SourceSummary"), parameters=PAGE_PARAMETER_DESCRIPTIONS)
    def get(self, request: Request) -> Response:
        counts = dict(
            PublishedEvidence.objects.order_by().values_list("source").annotate(Count("claim", distinct=True))
        )

        def item(row: PublishedEvidence) -> shapes.SourceSummary:
            link = address(request, "source", slug=row.source)
            source: SourceDocument = row.document["source"]
            return {**source, "claims": counts.get(row.source, 0), "api_url": link}

        sources = PublishedEvidence.objects.newest_by_source()
        return page(sources, "source", request=request, view=self, item=item)


class SourceDetail(PublicView):
    """One source, and what it says on every claim that uses it."""

    @describe("get_source", reference("Source"), refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        rows = list(
            PublishedEvidence.objects.filter(source=slug)
            .select_related("claim")
            .defer("claim__search", "claim__envelope", "claim__children")
            .order_by("-claim__publication_id", "position")
        )
        if not rows:
            raise NotFound(f"No published claim uses a source “{slug}”.")
        source: SourceDocument = rows[0].document["source"]
        answer: shapes.Source = {**source, "claims": [_claim(request, row) for row in rows]}
        return Response(answer)


def _claim(request: Request, row: PublishedEvidence) -> shapes.ClaimWithSource:
    return {
        "slug": row.claim_id,
        "statement": row.claim.document["statement"],
        "verification_status": row.claim.verification_status,
        "rating": row.claim.document["rating"],
        "stance": row.stance,
        "quote": row.document["quote"],
        "quote_language": row.document["quote_language"],
        "locator": row.document["locator"],
        "note": row.document["note"],
        "links": claim_links(request, row.claim_id),
    }
