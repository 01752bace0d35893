"""The newsroom in figures: each one as a picture, as the table behind it, and as CSV."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Publication, PublishedClaim, PublishedEvidence
from claims.pages.reader_page import reader_page
from claims.record import in_reader_language

Rows = list[tuple[str, int]]

WIDTH = 100.0
# A spreadsheet would take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
KINDS = {
    "person": gettext_lazy("person"),
    "organization": gettext_lazy("organization"),
    "country": gettext_lazy("country or territory"),
    "product": gettext_lazy("product"),
}
CHANGES = {
    "initial": gettext_lazy("First publication"),
    "update": gettext_lazy("Update"),
    "correction": gettext_lazy("Correction"),
    "retraction": gettext_lazy("Retraction"),
    "redaction": gettext_lazy("Redaction"),
    "merge": gettext_lazy("Merge"),
}
DELAYS = (
    (7, gettext_lazy("within a week")),
    (31, gettext_lazy("within a month")),
    (366, gettext_lazy("within a year")),
    (None, gettext_lazy("later")),
)


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    width: float


@dataclass(frozen=True)
class Figure:
    """``finding`` says the most important thing in one sentence."""

    name: str
    title: object
    counted: object
    bars: list[Bar]
    finding: str


def _listed() -> QuerySet[PublishedClaim]:
    return PublishedClaim.objects.listed().order_by()


def _by_month() -> tuple[Rows, str]:
    rows = _listed().exclude(rating="").annotate(month=TruncMonth("first_published_at")).values_list("month")
    counts = rows.annotate(Count("pk")).order_by("month")
    return [(f"{month:%Y-%m}", claims) for month, claims in counts], ""


def _by_topic() -> tuple[Rows, str]:
    topics = PublishedClaim.objects.listed().topics().values()
    rows = [(in_reader_language(topic["name"]), topic["claims"]) for topic in topics]
    return sorted(rows, key=lambda row: (-row[1], row[0])), _("A claim may have several topics.")


def _by_claimant_kind() -> tuple[Rows, str]:
    kind = KeyTextTransform("kind", KeyTransform("claimant", "document"))
    rows = _listed().annotate(kind=kind).values_list("kind").annotate(claims=Count("pk")).order_by("-claims")
    return [(str(KINDS.get(kind, _("nobody in particular"))), claims) for kind, claims in rows], ""


def _evidence() -> tuple[Rows, str]:
    """One query for two things: how many items each claim has, and how many of them have an archived copy."""
    archived = KeyTextTransform("archived_url", KeyTransform("source", "document"))
    items: dict[str, int] = {}
    total = copies = 0
    rows = PublishedEvidence.objects.order_by().annotate(copy=archived).values_list("claim_id")
    for claim, number, with_copy in rows.annotate(Count("pk"), Count("copy")):
        items[claim] = number
        total, copies = total + number, copies + with_copy
    claims_by_number: dict[int, int] = {}
    for number in items.values():
        claims_by_number[number] = claims_by_number.get(number, 0) + 1
    finding = _("%(copies)d of %(total)d items of evidence have an archived copy.") % {
        "copies": copies,
        "total": total,
    }
    return [(str(number), claims) for number, claims in sorted(claims_by_number.items())], finding


def _delay() -> tuple[Rows, str]:
    rows = _listed().exclude(claimed_on=None).values_list("claimed_on", "first_published_at")
    days = sorted((published.date() - claimed).days for claimed, published in rows if claimed)
    if not days:
        return [], ""
    found: Rows = []
    counted = 0
    for most, label in DELAYS:
        within = sum(1 for day in days if most is None or day <= most)
        found.append((str(label), within - counted))
        counted = within
    median = _("Half of the claims were published at most %(days)d days after they were made.")
    return found, median % {"days": days[len(days) // 2]}


def _changes() -> tuple[Rows, str]:
    rows = Publication.objects.order_by().values_list("kind").annotate(Count("pk"))
    counts = dict(rows)
    return [(str(label), counts[kind]) for kind, label in CHANGES.items() if counts.get(kind)], ""


FIGURES: dict[str, tuple[object, object, Callable[[], tuple[Rows, str]]]] = {
    "verdicts-by-month": (gettext_lazy("Verdicts over time"), gettext_lazy("month"), _by_month),
    "claims-by-topic": (gettext_lazy("Claims by topic"), gettext_lazy("topic"), _by_topic),
    "claims-by-claimant": (gettext_lazy("Who the claims are by"), gettext_lazy("kind"), _by_claimant_kind),
    "evidence-by-claim": (gettext_lazy("Evidence for a claim"), gettext_lazy("items of evidence"), _evidence),
    "time-to-publish": (
        gettext_lazy("From the claim to our first publication"),
        gettext_lazy("time"),
        _delay,
    ),
    "publications-by-kind": (
        gettext_lazy("First publications, updates and corrections"),
        gettext_lazy("kind"),
        _changes,
    ),
}


@reader_page
def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/figures.html", {"figures": [_figure(name) for name in FIGURES]})


@reader_page
def figure_csv(request: HttpRequest, name: str) -> HttpResponse:
    if name not in FIGURES:
        raise Http404(_("There is no such figure."))
    figure = _figure(name)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    rows = csv.writer(answer)
    rows.writerow([figure.counted, _("number")])
    rows.writerows((_cell(bar.label), bar.count) for bar in figure.bars)
    return answer


def _figure(name: str) -> Figure:
    title, counted, count = FIGURES[name]
    rows, finding = count()
    most = max((number for _label, number in rows), default=1) or 1
    bars = [Bar(label, number, round(WIDTH * number / most, 2)) for label, number in rows]
    return Figure(name, title, counted, bars, finding)


def _cell(label: Any) -> str:
    text = str(label)
    return f"'{text}" if text.startswith(FORMULA) else text
