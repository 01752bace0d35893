"""Articles that claims appear in, with their text and the places of the claims."""

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
from claims.models import PublishedAppearance, RecordText
from claims.record.document import ArticleDocument


class ArticleList(PublicView):
    """Articles that at least one published claim appears in."""

    parameters = PAGE_PARAMETERS

    @describe("list_articles", page_of("ArticleSummary"), parameters=PAGE_PARAMETER_DESCRIPTIONS)
    def get(self, request: Request) -> Response:
        counts = dict(
            PublishedAppearance.objects.order_by().values_list("article").annotate(Count("claim", distinct=True))
        )

        def item(row: PublishedAppearance) -> shapes.ArticleSummary:
            link = address(request, "article", slug=row.article)
            article: ArticleDocument = row.document["article"]
            return {**article, "claims": counts.get(row.article, 0), "api_url": link}

        articles = PublishedAppearance.objects.newest_by_article()
        return page(articles, "article", request=request, view=self, item=item)


class ArticleDetail(PublicView):
    """One article: its text, and every claim anchored in it, in reading order."""

    @describe("get_article", reference("Article"), refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        newest = PublishedAppearance.objects.newest_by_article().filter(article=slug).first()
        if newest is None:
            raise NotFound(f"No published claim appears in an article “{slug}”.")
        text = RecordText.objects.filter(sha256=newest.text_sha256).values_list("text", flat=True).get()
        # A claim that still points into an older text of the article cannot be shown in this one.
        rows = (
            PublishedAppearance.objects.filter(article=slug, text_sha256=newest.text_sha256)
            .select_related("claim")
            .defer("claim__search", "claim__envelope", "claim__children")
            .order_by("start", "-end", "claim_id")
        )
        article: ArticleDocument = newest.document["article"]
        answer: shapes.Article = {
            **article,
            "text": text,
            "claims": [_claim(request, row) for row in rows],
        }
        return Response(answer)


def _claim(request: Request, row: PublishedAppearance) -> shapes.ClaimInArticle:
    return {
        "slug": row.claim_id,
        "statement": row.claim.document["statement"],
        "verification_status": row.claim.verification_status,
        "rating": row.claim.document["rating"],
        "occurrence": row.document["occurrence"],
        "selector": row.document["selector"],
        "context": row.document["context"],
        "links": claim_links(request, row.claim_id),
    }
