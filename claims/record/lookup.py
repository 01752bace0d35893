"""Digests by which a reader's program asks for a claim without saying which one.

It hashes an address or a statement itself, sends the first five digits, and finds the rest in the answer.
"""

from collections.abc import Iterator

from claims.record.document import ClaimDocument
from claims.text.addresses import UnsafeAddress, canonical_url
from claims.text.digests import text_digest
from claims.text.normalisation import fold

PREFIX_DIGITS = 5
ADDRESS, STATEMENT = "url", "statement"


def lookup_digests(document: ClaimDocument) -> Iterator[tuple[str, str]]:
    """Kind and digest of each address that the claim appears at, and of its statement in each language; each once."""
    return iter(dict.fromkeys(_digests(document)))


def lookup_prefixes(document: ClaimDocument) -> list[str]:
    return sorted({digest[:PREFIX_DIGITS] for _kind, digest in lookup_digests(document)})


def _digests(document: ClaimDocument) -> Iterator[tuple[str, str]]:
    for statement in document["statement"].values():
        yield STATEMENT, text_digest(fold(statement))
    for appearance in document["appearances"]:
        for url in (appearance["article"]["url"], appearance["article"]["mirror_url"]):
            if canonical := _canonical(url):
                yield ADDRESS, text_digest(canonical)


def _canonical(url: str | None) -> str:
    try:
        return canonical_url(url) if url else ""
    except UnsafeAddress:
        return ""
