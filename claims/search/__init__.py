"""Find claims in the public record."""

from claims.search.claims import LONGEST_QUERY, QueryTooLong, matching
from claims.search.filters import PublishedClaimFilter, unknown_parameters
from claims.search.highlights import Highlight, highlights, with_highlights
from claims.search.values import CommaSeparatedFilter

__all__ = [
    "LONGEST_QUERY",
    "CommaSeparatedFilter",
    "Highlight",
    "PublishedClaimFilter",
    "QueryTooLong",
    "highlights",
    "matching",
    "unknown_parameters",
    "with_highlights",
]
