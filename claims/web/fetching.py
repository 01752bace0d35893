"""Fetch what an address on the web shows, for a person who gave the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.translation import gettext as _
from w3lib.encoding import http_content_type_encoding

from claims.text.addresses import UnsafeAddress
from claims.web.asking import Answer, ask, checked, connections
from claims.web.network import Deadline
from claims.web.refusals import NotFetched, TooManyRedirects
from claims.web.robots import respect_robots


@dataclass(frozen=True)
class Limits:
    """``seconds`` are for everything together: names, redirects, robots.txt and the last byte."""

    bytes: int = 10_000_000
    seconds: float = 20.0
    redirects: int = 5
    # Keep the beginning of what is too large instead of refusing it: enough to know that a page is there.
    cut: bool = False


@dataclass(frozen=True)
class KnownPage:
    """What the server said about a page when it was fetched last, from its ``final_url``."""

    url: str
    etag: str = ""
    last_modified: str = ""

    def conditions(self) -> dict[str, str]:
        asked = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class FetchedPage:
    """What an address answered. ``status`` may be an error's; ``content_type`` is without parameters, in lower case."""

    url: str
    final_url: str
    status: int
    content_type: str
    body: bytes = field(repr=False)
    retrieved_at: datetime
    charset: str | None = None
    # Every hop: the status of the redirect and the address that it led to.
    redirects: tuple[tuple[int, str], ...] = ()
    # Names in lower case.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    complete: bool = True


def fetch(url: str, *, limits: Limits | None = None, known: KnownPage | None = None) -> FetchedPage:
    """GET ``url``, following redirects, within ``limits``; any status comes back as a page.

    With ``known``, a server may answer 304: the page is as it was, and its body is not sent again.

    Only http and https on the ports of ``FETCHING_PORTS``, only to addresses of the internet, checked again after each
    redirect, and only where robots.txt lets us. Raises :class:`~claims.text.addresses.UnsafeAddress` or
    :class:`NotFetched`; both have a message for whoever gave the address. Never call it with a transaction open.
    """
    limits = limits or Limits()
    address = checked(url)
    hops: list[tuple[int, str]] = []
    with connections(Deadline(limits.seconds)) as pool:
        while True:
            respect_robots(pool, address)
            conditions = known.conditions() if known is not None and known.url == address else {}
            answer = ask(pool, address, largest=limits.bytes, cut=limits.cut, conditions=conditions)
            following = _following(answer, address)
            if following is None:
                return _page(url, address, answer, tuple(hops))
            if len(hops) == limits.redirects:
                raise TooManyRedirects(_("The address leads on more than %(most)s times.") % {"most": limits.redirects})
            address = following
            hops.append((answer.status, address))


def _following(answer: Answer, address: str) -> str | None:
    location = answer.headers.get("location")
    if answer.status not in {301, 302, 303, 307, 308} or not location:
        return None
    # Servers send other letters than ASCII as they are, in UTF-8.
    target = urljoin(address, location.encode("latin-1").decode("utf-8", "replace"))
    try:
        return checked(target)
    except UnsafeAddress as refusal:
        raise NotFetched(
            _("The address leads on to “%(target)s”: %(why)s") % {"target": target[:200], "why": refusal}
        ) from None


def _page(url: str, final_url: str, answer: Answer, hops: tuple[tuple[int, str], ...]) -> FetchedPage:
    content_type = answer.headers.get("content-type", "")
    return FetchedPage(
        url=url,
        final_url=final_url,
        status=answer.status,
        content_type=content_type.partition(";")[0].strip().lower(),
        charset=http_content_type_encoding(content_type),
        body=answer.body,
        retrieved_at=timezone.now(),
        redirects=hops,
        headers=answer.headers,
        complete=answer.complete,
    )
