"""How an endpoint says that it will end: RFC 9745 (``Deprecation``) and RFC 8594 (``Sunset``)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.http import http_date

# What docs/api.md promises to whoever builds on the API.
SHORTEST_NOTICE = timedelta(days=365)


@dataclass(frozen=True)
class Deprecation:
    """``since`` when nobody should build on it any more, until ``sunset`` it answers; ``successor`` is a path.

    Raises :class:`ValueError` when the notice is shorter than the promised year.
    """

    since: date
    sunset: date
    successor: str

    def __post_init__(self) -> None:
        if self.sunset - self.since < SHORTEST_NOTICE:
            raise ValueError(f"The API promises {SHORTEST_NOTICE.days} days between deprecation and end.")

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.sunset)),
            "Link": f'<{self.successor}>; rel="successor-version"',
        }


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
