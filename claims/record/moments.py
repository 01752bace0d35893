"""The moment that somebody asks about: a day, or a date and time with its zone."""

import re
from datetime import UTC, date, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

# In an address a plus stands for a space, so an unescaped zone arrives with one.
UNESCAPED_PLUS = re.compile(r"(?<=\d) (?=\d\d:\d\d$)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)")
LONGEST_SHOWN = 60


class NoMoment(ValueError):
    """The text names no moment that the record can have stood at; the message is for whoever asked."""


def parse_moment(text: str) -> datetime:
    """The end of a day (UTC), or the moment that a date-time names. Today means now. Raises :class:`NoMoment`."""
    now = timezone.now()
    try:
        moment = _moment(text.strip(), now)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        message = _("“%(given)s” is no date such as 2026-01-31 and no date and time with a zone.")
        raise NoMoment(message % {"given": text[:LONGEST_SHOWN]})
    if moment > now:
        raise NoMoment(_("“%(given)s” is in the future (UTC).") % {"given": text[:LONGEST_SHOWN]})
    return moment


def _moment(text: str, now: datetime) -> datetime | None:
    if not text.isascii():
        return None
    if DAY.fullmatch(text):
        day = parse_date(text)
        return _end_of(day, now) if day else None
    text = UNESCAPED_PLUS.sub("+", text)
    moment = parse_datetime(text) if DATE_AND_TIME.fullmatch(text) else None
    return moment.astimezone(UTC) if moment else None


def _end_of(day: date, now: datetime) -> datetime:
    return now if day == now.date() else datetime.combine(day, time.max, UTC)
