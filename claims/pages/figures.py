"""The newsroom in figures: each one as a picture, as the table behind it, and as CSV."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
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


class Counts:
    """What several figures are counted from, read once."""

    @cached_property
    def claims(self) -> list[tuple[date | None, datetime, str | None, str]]:
        """Of each claim the day it was made, the moment it was published, the kind of claimant, and the rating."""
        kind = KeyTextTransform("kind", KeyTransform("claimant", "document"))
        rows = PublishedClaim.objects.listed().order_by().annotate(kind=kind)
        return list(rows.values_list("claimed_on", "first_published_at", "kind", "rating"))


def _by_month(counts: Counts) -> tuple[Rows, str]:
    months = Counter(f"{published:%Y-%m}" for _claimed, published, _kind, rating in counts.claims if rating)
    return sorted(months.items()), ""


def _by_topic(counts: Counts) -> tuple[Rows, str]:
    topics = PublishedClaim.objects.listed().topics().values()
    rows = [(in_reader_language(topic["name"]), topic["claims"]) for topic in topics]
    return sorted(rows, key=lambda row: (-row[1], row[0])), _("A claim may have several topics.")


def _by_claimant_kind(counts: Counts) -> tuple[Rows, str]:
    nobody = _("nobody in particular")
    kinds = Counter(str(KINDS.get(kind or "", nobody)) for _day, _moment, kind, _rating in counts.claims)
    return kinds.most_common(), ""


def _evidence(counts: Counts) -> tuple[Rows, str]:
    """How many items each claim has, and how many of all have an archived copy."""
    archived = KeyTextTransform("archived_url", KeyTransform("source", "document"))
    rows = PublishedEvidence.objects.order_by().annotate(copy=archived).values_list("claim_id")
    known = list(rows.annotate(Count("pk"), Count("copy")))
    claims_by_number = Counter(number for _claim, number, _copies in known)
    finding = _("%(copies)d of %(total)d items of evidence have an archived copy.") % {
        "copies": sum(copies for _claim, _number, copies in known),
        "total": sum(number for _claim, number, _copies in known),
    }
    return [(str(number), claims) for number, claims in sorted(claims_by_number.items())], finding


def _delay(counts: Counts) -> tuple[Rows, str]:
    days = sorted((moment.date() - claimed).days for claimed, moment, _kind, _rating in counts.claims if claimed)
    if not days:
        return [], ""
    found: Rows = []
    counted = 0
    for most, label in DELAYS:
        within = sum(1 for day in days if most is None or day <= most)
        found.append((str(label), within - counted))
        counted = within
    median = _("Half of the claims were published at most %(days)d days after they were made.")
    return found, median % {"days": days[(len(days) - 1) // 2]}


def _changes(counts: Counts) -> tuple[Rows, str]:
    kinds = dict(Publication.objects.order_by().values_list("kind").annotate(Count("pk")))
    return [(str(label), kinds[kind]) for kind, label in CHANGES.items() if kinds.get(kind)], ""


FIGURES: dict[str, tuple[object, object, Callable[[Counts], tuple[Rows, str]]]] = {
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
    counts = Counts()
    return render(request, "pages/figures.html", {"figures": [_figure(name, counts) for name in FIGURES]})


@reader_page
def figure_csv(request: HttpRequest, name: str) -> HttpResponse:
    if name not in FIGURES:
        raise Http404(_("There is no such figure."))
    figure = _figure(name, Counts())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    rows = csv.writer(answer)
    rows.writerow([figure.counted, _("number")])
    rows.writerows((_cell(bar.label), bar.count) for bar in figure.bars)
    return answer


def _figure(name: str, counts: Counts) -> Figure:
    title, counted, count = FIGURES[name]
    rows, finding = count(counts)
    most = max((number for _label, number in rows), default=1) or 1
    bars = [Bar(label, number, round(WIDTH * number / most, 2)) for label, number in rows]
    return Figure(name, title, counted, bars, finding)


def _cell(label: Any) -> str:
    text = str(label)
    return f"'{text}" if text.startswith(FORMULA) else text
