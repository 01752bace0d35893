"""Find claims in the public record."""

from claims.search.claims import LONGEST_QUERY, QueryTooLong, matching
from claims.search.facets import TOTAL, Facets, FacetValue, facets
from claims.search.filters import PublishedClaimFilter, filter_of, rating_choices, unknown_parameters
from claims.search.highlights import HIGHLIGHT_COLUMNS, Highlight, highlights, with_highlights
from claims.search.similar import SimilarClaim, similar_claims
from claims.search.values import CommaSeparatedFilter

__all__ = [
    "HIGHLIGHT_COLUMNS",
    "LONGEST_QUERY",
    "TOTAL",
    "CommaSeparatedFilter",
    "FacetValue",
    "Facets",
    "Highlight",
    "PublishedClaimFilter",
    "QueryTooLong",
    "SimilarClaim",
    "facets",
    "filter_of",
    "highlights",
    "matching",
    "rating_choices",
    "similar_claims",
    "unknown_parameters",
    "with_highlights",
]
