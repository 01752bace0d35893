"""HTTP headers that tell machines about versions: RFC 7089 (Memento) and RFC 5829 (link relations of versions)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.http import http_date

from claims.record.versions import History


@dataclass(frozen=True)
class Addresses:
    """Where one surface shows a claim, its list of versions, and each version."""

    claim: str
    versions: str
    version: Callable[[int], str]


def memento_headers(version: int, published_at: datetime, history: History, addresses: Addresses) -> dict[str, str]:
    """For an answer that shows one version of a claim."""
    newest = history.newest.version
    # The address of a merged claim leads to another claim; its own newest version is only at its number.
    latest = addresses.version(newest) if history.merge else addresses.claim
    links = {"original": addresses.claim, "latest-version": latest, "version-history": addresses.versions}
    if version > 1:
        links["predecessor-version"] = addresses.version(version - 1)
    if version < newest:
        links["successor-version"] = addresses.version(version + 1)
    return {"Memento-Datetime": http_date(published_at.timestamp()), "Link": link_header(links)}


def link_header(links: dict[str, str]) -> str:
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
