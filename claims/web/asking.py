"""One request, without following anything: who we are, where we may go, how much we read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpcore
from django.conf import settings
from django.utils.translation import gettext as _
from w3lib.url import safe_url_string

from claims.text.addresses import DEFAULT_PORTS, canonical_url
from claims.web.network import CheckedNetwork, Deadline
from claims.web.refusals import BrokenAnswer, TooLarge, TooSlow, Unreachable
from claims.web.unpacking import ACCEPTED, unpacked

PRODUCT = "Factcheck"
TYPES = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    complete: bool = True


def user_agent() -> str:
    """Who is asking, and where its owner can be found."""
    return f"{PRODUCT}/1 (+{settings.SITE_URL})"


def connections(deadline: Deadline) -> httpcore.ConnectionPool:
    """One connection at a time, to be closed. Proxies are not asked: they would look the name up once more."""
    return httpcore.ConnectionPool(network_backend=CheckedNetwork(deadline), max_connections=1)


def checked(url: str) -> str:
    """The address as it goes over the wire. Raises ``UnsafeAddress`` for what is no plain web address."""
    canonical_url(url)
    return str(safe_url_string(url)).partition("#")[0]


def ask(
    pool: httpcore.ConnectionPool,
    url: str,
    *,
    largest: int,
    cut: bool = False,
    conditions: Mapping[str, str] | None = None,
) -> Answer:
    """GET an address that was :func:`checked`. With ``cut``, what is over ``largest`` bytes is left out.

    ``conditions`` are headers such as If-None-Match, for a page that was fetched before.
    """
    target = _target(url)
    headers: dict[bytes | str, bytes | str] = {
        "host": urlsplit(url).netloc,
        "user-agent": user_agent(),
        "accept": TYPES,
        "accept-encoding": ACCEPTED,
        "connection": "close",
    }
    headers.update({**(conditions or {})})
    try:
        with pool.stream("GET", target, headers=headers) as response:
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            pieces = unpacked(response.iter_stream(), told.get("content-encoding", ""))
            body, complete = _read(pieces, largest, cut=cut)
            return Answer(response.status, told, body, complete)
    except httpcore.TimeoutException:
        raise TooSlow(_("The server takes too long to answer.")) from None
    except httpcore.NetworkError as failure:
        raise Unreachable(
            _("No connection to %(host)s: %(why)s") % {"host": target.host.decode(), "why": failure}
        ) from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as failure:
        raise BrokenAnswer(_("The server does not answer as a web server does: %(why)s") % {"why": failure}) from None


def _target(url: str) -> httpcore.URL:
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return httpcore.URL(scheme=parts.scheme, host=parts.hostname or "", port=port, target=path)


def _read(pieces: Iterable[bytes], largest: int, *, cut: bool) -> tuple[bytes, bool]:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > largest:
            if cut:
                return bytes(body[:largest]), False
            raise TooLarge(_("The page has more than %(largest)s bytes.") % {"largest": f"{largest:,}"})
    return bytes(body), True
