"""Articles with their claims marked in place."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.models import PublishedAppearance, PublishedClaim, RecordText
from claims.pages.distribution import distribution
from claims.pages.highlights import Paragraph, Span, highlighted_lines
from claims.pages.paging import page_or_404
from claims.record import verdict_sign
from claims.record.document import ArticleDocument

PAGE_SIZE = 20


@dataclass(frozen=True)
class Coverage:
    """Percent of the story's characters, without boilerplate: with a claim, not checkable, and the rest."""

    checked: int
    not_checkable: int
    rest: int


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    counts = dict(PublishedAppearance.objects.order_by().values_list("article").annotate(Count("claim", distinct=True)))
    page = page_or_404(PublishedAppearance.objects.newest_by_article(), request, size=PAGE_SIZE)
    rows = [{"article": row.document["article"], "claims": counts[row.article]} for row in page]
    return render(request, "pages/article_list.html", {"page": page, "rows": rows})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    newest = PublishedAppearance.objects.newest_by_article().filter(article=slug).first()
    if newest is None:
        raise Http404(_("No published claim appears in an article at this address."))
    facts: ArticleDocument = newest.document["article"]
    text = RecordText.objects.values_list("text", flat=True).get(sha256=newest.text_sha256)
    appearances = list(
        PublishedAppearance.objects.filter(article=slug, text_sha256=newest.text_sha256)
        .select_related("claim")
        .defer("document", "claim__search", "claim__envelope", "claim__children")
        .order_by("start", "-end", "claim_id")
    )
    claims = PublishedClaim.objects.filter(appearances__article=slug).distinct()
    return render(
        request,
        "pages/article.html",
        {
            "article": facts,
            "paragraphs": _paragraphs(text, facts, appearances),
            "claims_total": len({row.claim_id for row in appearances}),
            "coverage": _coverage(text, facts, appearances),
            "distribution": distribution(PublishedClaim.objects.filter(pk__in=claims.values("pk"))),
        },
    )


def _paragraphs(text: str, facts: ArticleDocument, appearances: list[PublishedAppearance]) -> list[Paragraph]:
    spans = [
        Span(row.start, row.end, "claim", row.claim_id, f"claim verdict-{verdict_sign(row.claim.document['rating'])}")
        for row in appearances
    ]
    spans += [Span(span["start"], span["end"], "boilerplate") for span in facts["boilerplate"]]
    spans += [Span(span["start"], span["end"], "not-checkable") for span in facts["not_checkable"]]
    return [
        Paragraph(
            html=html,
            text=text[start:end],
            claims=[row.claim for row in appearances if start <= row.start < end],
            not_checkable=[span for span in facts["not_checkable"] if start <= span["start"] < end],
            boilerplate=any(span["start"] <= start and end <= span["end"] for span in facts["boilerplate"]),
        )
        for start, end, html in highlighted_lines(text, spans)
    ]


def _coverage(text: str, facts: ArticleDocument, appearances: list[PublishedAppearance]) -> Coverage:
    story = set(range(len(text))) - _places([(span["start"], span["end"]) for span in facts["boilerplate"]])
    story = {place for place in story if not text[place].isspace()}
    checked = _places([(row.start, row.end) for row in appearances]) & story
    not_checkable = _places([(span["start"], span["end"]) for span in facts["not_checkable"]]) & story - checked
    whole = max(1, len(story))
    shares = round(100 * len(checked) / whole), round(100 * len(not_checkable) / whole)
    return Coverage(*shares, rest=max(0, 100 - sum(shares)))


def _places(spans: list[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}
