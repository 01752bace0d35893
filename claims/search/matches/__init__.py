"""Has this been checked before? Which published claims say the same as a statement."""

from claims.search.matches.find import MOST_MATCHES, Way, is_semantic, match
from claims.search.matches.match import Band, Match, Reason, ReasonCode

__all__ = ["MOST_MATCHES", "Band", "Match", "Reason", "ReasonCode", "Way", "is_semantic", "match"]
