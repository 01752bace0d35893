"""Where a message may go: to addresses of the internet, never into the network that the server stands in."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings

from claims.text.addresses import canonical_url

PORTS = {"http": 80, "https": 443}


class PrivateAddress(ValueError):
    """The host is not one of the internet, or it is not reached safely."""


def public_address(url: str) -> str:
    """The IP address to connect to for ``url``: resolved once, checked, and not asked for again.

    Raises :class:`PrivateAddress` when any address of the host is private, local, reserved or a group's, or when there
    is none, and :class:`~claims.text.addresses.UnsafeAddress` when ``url`` is no web address. A name with one public
    and one private address is refused as a whole: which of them a connection takes is chance.
    """
    canonical_url(url)
    parts = urlsplit(url)
    if parts.scheme != "https" and not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
        raise PrivateAddress("Only https addresses are taken: a message must not be read or changed on its way.")
    found = _resolve(parts.hostname or "", parts.port or PORTS[parts.scheme])
    for address in found:
        if not _is_public(address) and not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
            raise PrivateAddress(f"{parts.hostname} is {address}, which is not an address of the internet.")
    return found[0]


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise PrivateAddress(f"The host {host} has no address.") from None
    return [str(address[4][0]) for address in found]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = _inside(parsed)
    return all(each.is_global and not each.is_multicast for each in (parsed, *inner))


def _inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """Addresses of version 4 that one of version 6 leads to: mapped, by 6to4, by Teredo, by NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in ipaddress.ip_network("64:ff9b::/96"):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
