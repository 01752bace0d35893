"""The newsroom in figures: each one as a picture, as the table behind it, and as CSV."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim, Publication, PublishedClaim, PublishedEvidence
from claims.pages.distribution import distribution
from claims.pages.reader_page import reader_page
from claims.record import in_reader_language, kind_name
from claims.search import topics_of

Rating = dict[str, Any] | None

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
class Row:
    """``ratings`` are the numbers of claims by the slug of their rating, where the figure is about verdicts."""

    label: str
    count: int
    ratings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Share:
    """The part of a bar that one rating has; ``start`` and ``width`` are percent of the picture."""

    rating: Rating
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    width: float
    shares: list[Share]
    numbers: list[int]


@dataclass(frozen=True)
class Figure:
    """``finding`` says the most important thing in one sentence; ``ratings`` are those of the bars' ``numbers``."""

    name: str
    title: object
    counted: object
    ratings: list[Rating]
    bars: list[Bar]
    finding: str


class Counts:
    """What several figures are counted from, read once."""

    @cached_property
    def claims(self) -> list[tuple[date | None, datetime, str | None, str, list[str]]]:
        """Of each claim the day it was made, the moment it was published, the claimant's kind, rating and topics."""
        kind = KeyTextTransform("kind", KeyTransform("claimant", "document"))
        rows = PublishedClaim.objects.listed().order_by().annotate(kind=kind)
        return list(rows.values_list("claimed_on", "first_published_at", "kind", "rating", "topics"))

    @cached_property
    def ratings(self) -> dict[str, Rating]:
        """By slug, from true to false; claims without a verdict come last, under no slug."""
        known = distribution(PublishedClaim.objects.listed())
        return {bar.rating["slug"] if bar.rating else "": bar.rating for bar in known}


def _by_month(counts: Counts) -> tuple[list[Row], str]:
    months = ((f"{published:%Y-%m}", rating) for _day, published, _kind, rating, _topics in counts.claims if rating)
    return sorted(_by_rating(months), key=lambda row: row.label), ""


def _by_topic(counts: Counts) -> tuple[list[Row], str]:
    names = topics_of(PublishedClaim.objects.listed())
    pairs = [(topic, rating) for _day, _moment, _kind, rating, topics in counts.claims for topic in topics]
    rows = [Row(in_reader_language(names[row.label]["name"]), row.count, row.ratings) for row in _by_rating(pairs)]
    return sorted(rows, key=lambda row: (-row.count, row.label)), _("A claim may have several topics.")


def _by_claimant_kind(counts: Counts) -> tuple[list[Row], str]:
    nobody = _("nobody in particular")
    pairs = ((str(KINDS.get(kind or "", nobody)), rating) for _day, _moment, kind, rating, _topics in counts.claims)
    return sorted(_by_rating(pairs), key=lambda row: (-row.count, row.label)), ""


def _by_rating(pairs: Iterable[tuple[str, str]]) -> list[Row]:
    found: dict[str, Counter[str]] = {}
    for label, rating in pairs:
        found.setdefault(label, Counter())[rating] += 1
    return [Row(label, ratings.total(), ratings) for label, ratings in found.items()]


def _evidence(counts: Counts) -> tuple[list[Row], str]:
    """How many items each claim has, and how many of all have an archived copy."""
    archived = KeyTextTransform("archived_url", KeyTransform("source", "document"))
    rows = PublishedEvidence.objects.order_by().annotate(copy=archived).values_list("claim_id")
    known = list(rows.annotate(Count("pk"), Count("copy")))
    claims_by_number = Counter(number for _claim, number, _copies in known)
    finding = _("%(copies)d of %(total)d items of evidence have an archived copy.") % {
        "copies": sum(copies for _claim, _number, copies in known),
        "total": sum(number for _claim, number, _copies in known),
    }
    return [Row(str(number), claims) for number, claims in sorted(claims_by_number.items())], finding


def _delay(counts: Counts) -> tuple[list[Row], str]:
    made = [(claimed, moment) for claimed, moment, _kind, _rating, _topics in counts.claims if claimed]
    days = sorted((moment.date() - claimed).days for claimed, moment in made)
    if not days:
        return [], ""
    found: list[Row] = []
    counted = 0
    for most, label in DELAYS:
        within = sum(1 for day in days if most is None or day <= most)
        found.append(Row(str(label), within - counted))
        counted = within
    median = _("Half of the claims were published at most %(days)d days after they were made.")
    return found, median % {"days": days[(len(days) - 1) // 2]}


def _changes(counts: Counts) -> tuple[list[Row], str]:
    kinds = dict(Publication.objects.order_by().values_list("kind").annotate(Count("pk")))
    return [Row(str(label), kinds[kind]) for kind, label in CHANGES.items() if kinds.get(kind)], ""


FIGURES: dict[str, tuple[object, object, Callable[[Counts], tuple[list[Row], str]]]] = {
    "verdicts-by-month": (gettext_lazy("Verdicts over time"), gettext_lazy("month"), _by_month),
    "claims-by-topic": (gettext_lazy("Verdicts by topic"), gettext_lazy("topic"), _by_topic),
    "claims-by-claimant": (gettext_lazy("Verdicts by kind of claimant"), gettext_lazy("kind"), _by_claimant_kind),
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
    rows.writerow([figure.counted, _("number"), *(_cell(rating_label(rating)) for rating in figure.ratings)])
    rows.writerows((_cell(bar.label), bar.count, *bar.numbers) for bar in figure.bars)
    return answer


def rating_label(rating: Rating) -> str:
    return in_reader_language(rating["label"]) if rating else kind_name(Claim.VerificationStatus.UNVERIFIED)


def _figure(name: str, counts: Counts) -> Figure:
    title, counted, count = FIGURES[name]
    rows, finding = count(counts)
    most = max((row.count for row in rows), default=1) or 1
    present = [slug for slug in counts.ratings if any(row.ratings[slug] for row in rows)]
    bars = [_bar(row, most, present, counts) for row in rows]
    return Figure(name, title, counted, [counts.ratings[slug] for slug in present], bars, finding)


def _bar(row: Row, most: int, present: list[str], counts: Counts) -> Bar:
    shares: list[Share] = []
    end = 0.0
    for slug in present:
        width = WIDTH * row.ratings[slug] / most
        if width:
            shares.append(Share(counts.ratings[slug], round(end, 2), round(width, 2)))
        end += width
    return Bar(
        row.label, row.count, round(WIDTH * row.count / most, 2), shares, [row.ratings[slug] for slug in present]
    )


def _cell(label: Any) -> str:
    text = str(label)
    return f"'{text}" if text.startswith(FORMULA) else text
