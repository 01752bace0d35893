"""Find claims in the public record."""

from claims.search.claims import LONGEST_QUERY, QueryTooLong, matching
from claims.search.filters import PublishedClaimFilter, unknown_parameters

__all__ = ["LONGEST_QUERY", "PublishedClaimFilter", "QueryTooLong", "matching", "unknown_parameters"]
