"""Web addresses from outside: only http(s), and one spelling for each."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

LONGEST_ADDRESS = 2000
TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_cid|mc_eid|igshid|yclid|_ga|ref_src)$",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
DEFAULT_PORTS = {"http": 80, "https": 443}


class UnsafeAddress(ValueError):
    """The address is not one that a page may link to."""


def canonical_url(url: str) -> str:
    """One spelling of an address: lower-case host, no fragment, default port or tracking, sorted query.

    Raises :class:`UnsafeAddress` for anything but http(s), for user names in it, invisible characters, a missing
    host, and more than 2,000 characters.
    """
    if len(url) > LONGEST_ADDRESS:
        raise UnsafeAddress(f"The address is longer than {LONGEST_ADDRESS:,} characters.")
    if UNSEEN.search(url):
        raise UnsafeAddress("The address has white space or invisible characters in it.")
    parts = _parts(url)
    query = urlencode(
        [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(name)]
    )
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port and parts.port != DEFAULT_PORTS[parts.scheme] else ""
    netloc = (f"[{host}]" if ":" in host else host.rstrip(".")) + port
    return canonicalize_url(urlunsplit((parts.scheme, netloc, parts.path or "/", query, "")))


def registered_host(url: str) -> str:
    """The host without ``www.``. Raises :class:`UnsafeAddress` as :func:`canonical_url` does."""
    return (urlsplit(canonical_url(url)).hostname or "").removeprefix("www.")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_number = parts.port is None or parts.port > 0
    except ValueError:
        raise UnsafeAddress("This is not a web address.") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise UnsafeAddress("Only http and https addresses are accepted.")
    if not parts.hostname or not port_is_number:
        raise UnsafeAddress("The address names no host.")
    if parts.username is not None or parts.password is not None:
        raise UnsafeAddress("An address must not hold a user name or password.")
    return parts
