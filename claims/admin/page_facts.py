"""What a web page says of itself. The one place where the desk asks for a page of somebody else's site."""

from dataclasses import dataclass
from datetime import date

from claims.text.addresses import registered_host


@dataclass(frozen=True)
class PageFacts:
    """Empty where nothing is known. ``problem`` says, for the editor, why the page could not be read."""

    host: str
    title: str = ""
    site_name: str = ""
    published_on: date | None = None
    language: str = ""
    archived_url: str = ""
    problem: str = ""


def page_facts(url: str) -> PageFacts:
    """Raises :class:`~claims.text.addresses.UnsafeAddress` for what is no web address."""
    return PageFacts(host=registered_host(url))
