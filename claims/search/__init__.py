"""Find claims in the public record."""

from claims.search.claims import matching
from claims.search.claims_in_brief import ClaimInBrief, claims_in_brief
from claims.search.facets import TOTAL, Facets, FacetValue, facets
from claims.search.filters import PublishedClaimFilter, filter_of, rating_choices, unknown_parameters
from claims.search.highlights import HIGHLIGHT_COLUMNS, Highlight, highlights, with_highlights
from claims.search.matches import MOST_MATCHES, Band, Match, Reason, ReasonCode, is_semantic, match
from claims.search.query_language import LONGEST_QUERY, QueryTooLong
from claims.search.similar import SimilarClaim, said_alike, similar_claims
from claims.search.topics import topics_of
from claims.search.values import CommaSeparatedFilter

__all__ = [
    "HIGHLIGHT_COLUMNS",
    "LONGEST_QUERY",
    "MOST_MATCHES",
    "TOTAL",
    "Band",
    "ClaimInBrief",
    "CommaSeparatedFilter",
    "FacetValue",
    "Facets",
    "Highlight",
    "Match",
    "PublishedClaimFilter",
    "QueryTooLong",
    "Reason",
    "ReasonCode",
    "SimilarClaim",
    "claims_in_brief",
    "facets",
    "filter_of",
    "highlights",
    "is_semantic",
    "match",
    "matching",
    "rating_choices",
    "said_alike",
    "similar_claims",
    "topics_of",
    "unknown_parameters",
    "with_highlights",
]
