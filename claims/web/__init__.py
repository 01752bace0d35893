"""Ask other people's servers, and only those of the internet. Knows no table; the verbs never wait for it."""

from claims.web.addresses import is_public, public_addresses
from claims.web.fetching import FetchedPage, KnownPage, Limits, fetch
from claims.web.refusals import (
    BrokenAnswer,
    ForbiddenByRobots,
    ForbiddenPort,
    NotFetched,
    PrivateAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)

__all__ = [
    "BrokenAnswer",
    "FetchedPage",
    "ForbiddenByRobots",
    "ForbiddenPort",
    "KnownPage",
    "Limits",
    "NotFetched",
    "PrivateAddress",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "Unreachable",
    "fetch",
    "is_public",
    "public_addresses",
]
