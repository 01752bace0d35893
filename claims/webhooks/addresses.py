"""Where a message may go: to addresses of the internet, never into the network that the server stands in."""

from urllib.parse import urlsplit

from django.conf import settings

from claims.text.addresses import DEFAULT_PORTS, canonical_url
from claims.web import PrivateAddress, is_public, public_addresses


def public_address(url: str) -> str:
    """The IP address to connect to for ``url``: resolved once, checked, and not asked for again.

    Raises :class:`~claims.web.NotFetched` when the host has no address of the internet, and
    :class:`~claims.text.addresses.UnsafeAddress` when ``url`` is no web address.
    """
    canonical_url(url)
    parts = urlsplit(url)
    private = settings.WEBHOOKS_TO_PRIVATE_ADDRESSES
    if parts.scheme != "https" and not private:
        raise PrivateAddress("Only https addresses are taken: a message must not be read or changed on its way.")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return public_addresses(parts.hostname or "", port, allowed=lambda address: private or is_public(address))[0]
