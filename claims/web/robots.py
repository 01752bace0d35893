"""What a site asks of programs (RFC 9309), kept for an hour."""

from hashlib import sha256
from urllib.parse import urljoin, urlsplit

import httpcore
from django.core.cache import cache
from django.utils.translation import gettext as _
from protego import Protego

from claims.text.addresses import UnsafeAddress
from claims.web.asking import PRODUCT, ask, checked
from claims.web.refusals import ForbiddenByRobots

LARGEST = 500 * 1024
# Longer ones are rare and would fill the memory that the site keeps its pages in.
LARGEST_KEPT = 50 * 1024
SECONDS_KEPT = 3_600
REDIRECTS = 5
NOTHING_FORBIDDEN = ""
EVERYTHING_FORBIDDEN = "User-agent: *\nDisallow: /"


def respect_robots(pool: httpcore.ConnectionPool, url: str) -> None:
    """Raises :class:`ForbiddenByRobots` when the site asks us not to read ``url``."""
    if not Protego.parse(_rules(pool, url)).can_fetch(url, PRODUCT):
        raise ForbiddenByRobots(
            _("%(host)s asks programs not to read this page (robots.txt). Paste its text instead.")
            % {"host": urlsplit(url).hostname}
        )


def _rules(pool: httpcore.ConnectionPool, url: str) -> str:
    address = urljoin(url, "/robots.txt")
    key = f"robots:{sha256(address.encode()).hexdigest()}"
    kept: str | None = cache.get(key)
    if kept is not None:
        return kept
    rules = _ask_for_rules(pool, address)
    if len(rules) <= LARGEST_KEPT:
        cache.set(key, rules, SECONDS_KEPT)
    return rules


def _ask_for_rules(pool: httpcore.ConnectionPool, address: str) -> str:
    for _hop in range(REDIRECTS + 1):
        answer = ask(pool, address, largest=LARGEST, cut=True)
        location = answer.headers.get("location")
        if not (300 <= answer.status < 400 and location):
            break
        try:
            address = checked(urljoin(address, location))
        except UnsafeAddress:
            return NOTHING_FORBIDDEN
    if answer.status >= 500:
        # A server in trouble may have rules that it cannot tell.
        return EVERYTHING_FORBIDDEN
    return answer.body.decode("utf-8", "replace") if 200 <= answer.status < 300 else NOTHING_FORBIDDEN
