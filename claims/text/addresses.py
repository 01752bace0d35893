"""Web addresses from outside: only http(s), and one spelling for each."""

import re
from urllib.parse import SplitResult, unquote_plus, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from claims.text.normalisation import INVISIBLE

LONGEST_ADDRESS = 2000
TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|mc_cid|mc_eid|igshid|igsh|yclid|twclid|ttclid|_ga|_gl|ref_src)$",
    re.IGNORECASE,
)
# Browsers read a backslash as a slash, most programs do not: the same address would name two hosts.
UNSAFE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\\ud800-\udfff" + "".join(sorted(INVISIBLE)) + "]")
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
LONGEST_HOST = 253
DEFAULT_PORTS = {"http": 80, "https": 443}


class UnsafeAddress(ValueError):
    """The address is not one that a page may link to."""


def canonical_url(url: str) -> str:
    """One spelling of an address: lower-case host, no fragment, default port or tracking, sorted query.

    Raises :class:`UnsafeAddress` for anything but http(s), for user names in it, white space, invisible characters
    or backslashes, a missing or impossible host, and more than 2,000 characters before or after.
    """
    if len(url) > LONGEST_ADDRESS:
        raise UnsafeAddress(f"The address is longer than {LONGEST_ADDRESS:,} characters.")
    if UNSAFE.search(url):
        raise UnsafeAddress("The address has white space, a backslash or invisible characters in it.")
    parts = _parts(url)
    port = f":{parts.port}" if parts.port and parts.port != DEFAULT_PORTS[parts.scheme] else ""
    # Whole pairs are kept or dropped as they are written: decoding them could change a name that is not UTF-8.
    query = "&".join(
        pair for pair in parts.query.split("&") if not TRACKING.match(unquote_plus(pair.partition("=")[0]))
    )
    canonical: str = canonicalize_url(urlunsplit((parts.scheme, _host(parts) + port, parts.path or "/", query, "")))
    if len(canonical) > LONGEST_ADDRESS:
        raise UnsafeAddress(f"The address is longer than {LONGEST_ADDRESS:,} characters once it is encoded.")
    return canonical


def registered_host(url: str) -> str:
    """The host without ``www.``. Raises :class:`UnsafeAddress` as :func:`canonical_url` does."""
    return (urlsplit(canonical_url(url)).hostname or "").removeprefix("www.")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnsafeAddress("This is not a web address.") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise UnsafeAddress("Only http and https addresses are accepted.")
    if parts.username is not None or parts.password is not None:
        raise UnsafeAddress("An address must not hold a user name or password.")
    if not parts.hostname:
        raise UnsafeAddress("The address names no host.")
    if port == 0:
        raise UnsafeAddress("There is no port 0.")
    return parts


def _host(parts: SplitResult) -> str:
    """The host in ASCII, each label of it possible. An address of IP version 6 was checked when it was parsed."""
    host = parts.hostname or ""
    if ":" in host:
        return f"[{host}]"
    try:
        name = host.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise UnsafeAddress("The address names a host that cannot exist.") from None
    if len(name) > LONGEST_HOST or not all(LABEL.fullmatch(label) for label in name.split(".")):
        raise UnsafeAddress("The address names a host that cannot exist.")
    return name
