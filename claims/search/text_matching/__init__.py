"""Compare a whole text with what was published."""

from claims.search.text_matching.checking import (
    CheckedSentence,
    CheckedText,
    MatchedClaim,
    check_statements,
    check_text,
)
from claims.search.text_matching.known_addresses import (
    AddressInText,
    ClaimAtAddress,
    KnownAddress,
    addresses_in,
    known_addresses,
)
from claims.search.text_matching.known_articles import KnownArticle, UnknownArticle, known_article
from claims.search.text_matching.limits import (
    DEFAULT_MATCHES,
    LONGEST_STATEMENT,
    LONGEST_TEXT_BYTES,
    MOST_MATCHED,
    MOST_SENTENCES,
    MOST_STATEMENTS,
    TextTooHeavy,
    TextTooLong,
    TooManySentences,
)

__all__ = [
    "DEFAULT_MATCHES",
    "LONGEST_STATEMENT",
    "LONGEST_TEXT_BYTES",
    "MOST_MATCHED",
    "MOST_SENTENCES",
    "MOST_STATEMENTS",
    "AddressInText",
    "CheckedSentence",
    "CheckedText",
    "ClaimAtAddress",
    "KnownAddress",
    "KnownArticle",
    "MatchedClaim",
    "TextTooHeavy",
    "TextTooLong",
    "TooManySentences",
    "UnknownArticle",
    "addresses_in",
    "check_statements",
    "check_text",
    "known_addresses",
    "known_article",
]
