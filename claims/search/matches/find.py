"""Which published claims say the same as each of some statements."""

import re
from collections.abc import Collection, Sequence

from claims.models import PublishedClaim
from claims.search.claims import LONGEST_QUERY, matching
from claims.search.matches.match import Band, Match, Reason, ReasonCode

MOST_MATCHES = 20
WORD = re.compile(r"\w+")


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
    return [_found(statement, most, languages) for statement in statements]


def _found(statement: str, most: int, languages: Collection[str] | None) -> list[Match]:
    claims = matching(PublishedClaim.objects.listed(), statement[:LONGEST_QUERY], best=most)
    return [_match(statement, claim, languages) for claim in claims[:most]]


def _match(statement: str, claim: PublishedClaim, languages: Collection[str] | None) -> Match:
    asked = {word.casefold() for word in WORD.findall(statement)}
    said = {
        language: {word.casefold() for word in WORD.findall(text)}
        for language, text in claim.document["statement"].items()
        if languages is None or language in languages
    }
    language = max(said, key=lambda code: len(said[code] & asked), default="")
    shared = said.get(language, set()) & asked
    score = 2 * len(shared) / max(1, len(asked) + len(said.get(language, ())))
    band = Band.SAME_CLAIM if score > 0.8 else Band.LIKELY if score > 0.5 else Band.RELATED
    reasons = (Reason(ReasonCode.SHARED_WORDS, tuple(sorted(shared))),) if shared else ()
    return Match(claim.slug, score, band, language, "statement", ("lexical",), reasons)
