"""Articles with their claims marked in place."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.models import PublishedAppearance, PublishedClaim, RecordText
from claims.pages.article_changes import article_changes
from claims.pages.distribution import distribution
from claims.pages.highlights import Line, Span, highlighted_lines, in_reading_order
from claims.pages.listing import listing, refuse_unknown
from claims.pages.reader_page import reader_page
from claims.record import verdict_sign
from claims.record.document import ArticleDocument, NotCheckableSpan

PAGE_SIZE = 20


@dataclass(frozen=True)
class Coverage:
    """Percent of the story's characters, without boilerplate.

    In a claim that has a verdict, in one that waits for it, in a sentence that cannot be checked, and the rest.
    """

    checked: int
    waiting: int
    not_checkable: int
    rest: int

    @property
    def checkable(self) -> int:
        return self.checked + self.waiting


@dataclass(frozen=True)
class Note:
    """A claim in the margin, with the number that its mark carries."""

    number: int
    claim: PublishedClaim


@dataclass(frozen=True)
class Paragraph:
    """One line of the text; notes and reasons are of what begins in it, in reading order."""

    html: SafeString
    blank: bool
    boilerplate: bool
    notes: list[Note]
    not_checkable: list[NotCheckableSpan]


@reader_page
def article_list(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ["page"])
    counts = dict(PublishedAppearance.objects.order_by().values_list("article").annotate(Count("claim", distinct=True)))
    page = listing(request, PublishedAppearance.objects.newest_by_article(), PAGE_SIZE)
    rows = [{"article": row.document["article"], "claims": counts[row.article]} for row in page["page"]]
    return render(request, "pages/article_list.html", {**page, "rows": rows})


@reader_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    newest = PublishedAppearance.objects.newest_by_article().filter(article=slug).first()
    if newest is None:
        raise Http404(_("No published claim appears in an article at this address."))
    facts: ArticleDocument = newest.document["article"]
    text = RecordText.objects.values_list("text", flat=True).get(sha256=newest.text_sha256)
    rows = list(
        PublishedAppearance.objects.filter(article=slug)
        .select_related("claim")
        .defer("claim__search", "claim__envelope", "claim__children")
        .order_by("claim_id", "position")
    )
    appearances = [row for row in rows if row.text_sha256 == newest.text_sha256]
    claims = {row.claim_id: row.claim for row in rows}
    here = {row.claim_id for row in appearances}
    return render(
        request,
        "pages/article.html",
        {
            "article": facts,
            "paragraphs": _paragraphs(text, facts, appearances),
            "earlier": [claim for slug, claim in claims.items() if slug not in here],
            "claims_total": len(claims),
            "changes": article_changes(newest, rows),
            "coverage": _coverage(text, facts, appearances),
            "distribution": distribution(PublishedClaim.objects.filter(pk__in=claims)),
        },
    )


def _paragraphs(text: str, facts: ArticleDocument, appearances: list[PublishedAppearance]) -> list[Paragraph]:
    spans = _claim_spans(appearances)
    spans += [Span(span["start"], span["end"], "boilerplate") for span in facts["boilerplate"]]
    spans += [Span(span["start"], span["end"], "not-checkable", subject=span) for span in facts["not_checkable"]]
    return [_paragraph(line, facts) for line in highlighted_lines(text, spans)]


def _claim_spans(appearances: list[PublishedAppearance]) -> list[Span]:
    places = in_reading_order(Span(row.start, row.end, "claim", row.claim_id, subject=row.claim) for row in appearances)
    numbers: dict[str, int] = {}
    return [
        Span(
            place.start,
            place.end,
            "claim",
            place.key,
            css=f"claim verdict-{verdict_sign(place.subject.document['rating'])}",
            number=numbers.setdefault(place.key, len(numbers) + 1),
            subject=place.subject,
        )
        for place in places
    ]


def _paragraph(line: Line, facts: ArticleDocument) -> Paragraph:
    notes: dict[str, Note] = {}
    for span in line.begins:
        if span.kind == "claim":
            notes.setdefault(span.key, Note(span.number, span.subject))
    return Paragraph(
        html=line.html,
        blank=line.start == line.end,
        boilerplate=any(span["start"] <= line.start and line.end <= span["end"] for span in facts["boilerplate"]),
        notes=list(notes.values()),
        not_checkable=[span.subject for span in line.begins if span.kind == "not-checkable"],
    )


def _coverage(text: str, facts: ArticleDocument, appearances: list[PublishedAppearance]) -> Coverage:
    story = {place for place, character in enumerate(text) if not character.isspace()} - _places(facts["boilerplate"])
    with_verdict = [{"start": row.start, "end": row.end} for row in appearances if row.claim.rating]
    without = [{"start": row.start, "end": row.end} for row in appearances if not row.claim.rating]
    checked = _places(with_verdict) & story
    waiting = _places(without) & story - checked
    not_checkable = _places(facts["not_checkable"]) & story - checked - waiting
    of_checked, of_waiting, of_not_checkable = (
        round(100 * len(places) / max(1, len(story))) for places in (checked, waiting, not_checkable)
    )
    return Coverage(of_checked, of_waiting, of_not_checkable, max(0, 100 - of_checked - of_waiting - of_not_checkable))


def _places(spans: Any) -> set[int]:
    return {place for span in spans for place in range(span["start"], span["end"])}
