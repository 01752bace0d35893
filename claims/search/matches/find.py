"""Which published claims say the same as each of some statements."""

from collections.abc import Collection, Sequence

from claims.search.matches.asked import Asked
from claims.search.matches.lexical import FIELDS, Terms, Worded, candidates, terms_of
from claims.search.matches.match import Band, Match, Reason, ReasonCode

MOST_MATCHES = 20
# Of what a claim with every word would weigh. Set by hand until they are learned.
SAME_FROM, LIKELY_FROM = 0.8, 0.5


def is_semantic() -> bool:
    """Whether meanings are compared. Otherwise all matches are by words alone."""
    return False


def match(
    statements: Sequence[str], *, most: int = MOST_MATCHES, languages: Collection[str] | None = None
) -> list[list[Match]]:
    """For each statement the published claims that say the same or nearly, the likeliest first.

    Never a retracted or merged claim. With ``languages``, only what claims say in those is looked at. No statement is
    an error: what has no words has no matches.
    """
    asked = [Asked.about(statement) for statement in statements]
    return [_best(each, most) for each in terms_of(asked, languages)]


def _best(languages: list[Terms], most: int) -> list[Match]:
    found: dict[str, Match] = {}
    for terms in languages:
        for row in candidates(terms):
            made = _match(row, terms)
            if row.claim not in found or found[row.claim].score < made.score:
                found[row.claim] = made
    return sorted(found.values(), key=lambda each: (-each.score, each.claim))[:most]


def _match(row: Worded, terms: Terms) -> Match:
    score = min(1.0, row.weight / max(terms.most, 1e-9))
    band = Band.SAME_CLAIM if score >= SAME_FROM else Band.LIKELY if score >= LIKELY_FROM else Band.RELATED
    shared = {name: [term for term in terms.known if term in row.fields[name]] for name in FIELDS}
    best = max(FIELDS, key=lambda name: len(shared[name]))
    reasons = (Reason(ReasonCode.SHARED_WORDS, tuple(shared[best])),) if shared[best] else ()
    return Match(row.claim, score, band, row.language, best, ("lexical",), reasons)
