"""Full addresses of a claim's pages, and the headers that lead machines from version to version."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from claims.record import Addresses, History, Version, memento_headers


class NotYetPublished(Http404):
    """The claim was not public at that moment; ``current`` is where it is now."""

    def __init__(self, message: str, current: str) -> None:
        super().__init__(message)
        self.current = current


def page_address(name: str, **arguments: Any) -> str:
    return settings.SITE_URL + reverse(f"pages:{name}", kwargs=arguments)


def add_version_headers(answer: HttpResponse, shown: Version, known: History) -> None:
    newest = known.newest
    claim = page_address("claim", slug=newest.slug)
    # The list of versions is a part of the claim's page; that of a merged claim is on its own newest version.
    listed_on = page_address("version", slug=newest.slug, version=newest.version) if known.merge else claim
    addresses = Addresses(
        claim=claim,
        versions=f"{listed_on}#versions",
        version=lambda version: page_address("version", slug=newest.slug, version=version),
    )
    for name, value in memento_headers(shown.version, shown.published_at, known, addresses).items():
        answer[name] = value
