"""Which machines may be talked to: those of the internet, never those of the network that the server stands in."""

import ipaddress
import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from django.utils.translation import gettext as _

from claims.web.refusals import PrivateAddress, TooSlow, Unreachable

SECONDS_TO_RESOLVE = 10.0
# What a network translates to version 4; the second is for networks that do it for themselves (RFC 6052, RFC 8215).
TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    # Python counts what companies used inside before 2004, fec0::/10, among the addresses of the internet.
    inside_a_site = isinstance(parsed, ipaddress.IPv6Address) and parsed.is_site_local
    return not inside_a_site and all(each.is_global and not each.is_multicast for each in (parsed, *_inside(parsed)))


def public_addresses(
    host: str, port: int, *, allowed: Callable[[str], bool] = is_public, seconds: float = SECONDS_TO_RESOLVE
) -> list[str]:
    """The IP addresses to connect to for ``host``: resolved once and checked, so nobody asks for them again.

    Raises :class:`PrivateAddress` when any of them is private, local, reserved or a group's: with one public and one
    private address, which of them a connection takes would be chance. Raises :class:`Unreachable` when there is none.
    """
    found = _resolve(host, port, seconds)
    for address in found:
        if not allowed(address):
            raise PrivateAddress(
                _("%(host)s is %(address)s, which is not an address of the internet.")
                % {"host": host, "address": address}
            )
    return found


def _inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """Addresses of version 4 that one of version 6 leads to: mapped, compatible, by 6to4, by Teredo, by NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in TRANSLATED) or int(address) >> 32 == 0:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """In a thread that is left behind when it takes too long: a lookup cannot be stopped."""
    answers: SimpleQueue[list[str]] = SimpleQueue()
    threading.Thread(target=lambda: answers.put(_lookup(host, port)), daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0))
    except Empty:
        raise TooSlow(_("Nobody says in time which address %(host)s has.") % {"host": host}) from None
    if not found:
        raise Unreachable(_("The host %(host)s has no address.") % {"host": host})
    return found


def _lookup(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address[4][0]) for address in found]
