"""Where a request comes from, as far as the servers in front can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# Whoever has one address of version 6 has all of the network around it.
NETWORK_BITS = 64


def client_address(request: HttpRequest) -> str | None:
    """What the servers in front say; anything further left in the header was written by the client itself."""
    trusted = int(str(settings.REST_FRAMEWORK.get("NUM_PROXIES") or 0))
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    address = said[-min(trusted, len(said))] if trusted and said else str(request.META.get("REMOTE_ADDR", ""))
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def client_network(request: HttpRequest) -> str | None:
    """The address by which failed log-ins are counted."""
    address = client_address(request)
    if address is None or ipaddress.ip_address(address).version == 4:
        return address
    return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False).network_address)
