"""Two small pictures on the desk, drawn by the template, each with the same numbers in words."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Assessment, Claim

WEEKS = 12
# The measures of the drawing, in its own units.
WIDTH, LABEL_WIDTH, ROW_HEIGHT = 320, 136, 22
COLUMN_AREA, COLUMN_HEIGHT = 280, 90
SECONDS_A_DAY = 24 * 60 * 60
# Of more publications than these in a week the median does not move by reading them all.
MOST_READ = 5_000


@dataclass(frozen=True)
class Bar:
    """``length`` is drawn, ``value`` is said; ``address`` opens the rows that were counted."""

    label: str
    value: float | None
    length: float
    place: float
    address: str = ""


@dataclass(frozen=True)
class Picture:
    name: str
    title: Promise | str
    unit: Promise | str
    bars: list[Bar]
    height: int
    summary: str

    @property
    def total(self) -> int:
        return int(sum(bar.value or 0 for bar in self.bars))


def pipeline() -> Picture:
    """How many claims are at each step now."""
    by_stage = dict(
        Claim.objects.filter(stage=Claim.Stage.CANDIDATE).order_by().values_list("stage").annotate(Count("pk"))
    )
    waiting = Claim.objects.filter(stage=Claim.Stage.ACCEPTED, verification_status="unverified").count()
    verdicts: dict[Any, int] = dict(
        Assessment.objects.filter(state__in=Assessment.OPEN_STATES)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    claims, assessments = (reverse(f"admin:claims_{table}_changelist") for table in ("claim", "assessment"))
    counted = [
        (_("candidates"), by_stage.get(Claim.Stage.CANDIDATE, 0), f"{claims}?stage__exact=candidate"),
        (_("accepted, not begun"), waiting, f"{claims}?stage__exact=accepted&verification_status__exact=unverified"),
        *(
            (str(state.label), verdicts.get(state, 0), f"{assessments}?state__exact={state}")
            for state in Assessment.OPEN_STATES
        ),
    ]
    most = max((count for _label, count, _address in counted), default=0) or 1
    bars = [
        Bar(label, count, (WIDTH - LABEL_WIDTH - 40) * count / most, place * ROW_HEIGHT, address)
        for place, (label, count, address) in enumerate(counted)
    ]
    summary = ", ".join(f"{bar.label}: {bar.value:.0f}" for bar in bars)
    return Picture(
        "pipeline", gettext_lazy("Work by stage"), gettext_lazy("claims"), bars, len(bars) * ROW_HEIGHT, summary
    )


def time_to_publish() -> Picture:
    """For each of the last weeks, the median of days from the first sight of a claim to its publication."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    days: dict[Any, list[float]] = {first + timedelta(weeks=number): [] for number in range(WEEKS)}
    since = timezone.make_aware(datetime.combine(first, time.min))
    published = Claim.objects.filter(first_published_at__gte=since).order_by("-first_published_at")
    moments: Any = published.values_list("created_at", "first_published_at")[:MOST_READ]
    for seen, shown in moments:
        day = timezone.localtime(shown).date()
        week = day - timedelta(days=day.weekday())
        if week in days:
            days[week].append(max((shown - seen).total_seconds(), 0) / SECONDS_A_DAY)
    medians = {week: median(values) if values else None for week, values in days.items()}
    most = max((value for value in medians.values() if value), default=0) or 1
    step = COLUMN_AREA / WEEKS
    bars = [
        Bar(date_format(week, "j M"), value, COLUMN_HEIGHT * (value or 0) / most, number * step)
        for number, (week, value) in enumerate(medians.items())
    ]
    known = [f"{bar.label}: {bar.value:.1f}" for bar in bars if bar.value is not None]
    summary = ", ".join(known) or _("nothing was published in these weeks")
    return Picture(
        "time-to-publish",
        gettext_lazy("Days to publish, median by week"),
        gettext_lazy("days"),
        bars,
        COLUMN_HEIGHT,
        summary,
    )
