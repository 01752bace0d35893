"""The web addresses in a claim's document, each in its one spelling, as digests to find the claim by."""

from collections.abc import Iterator

from claims.models import PublishedAddress, PublishedClaim
from claims.record.document import ArticleDocument, ClaimDocument, SourceDocument
from claims.text.addresses import UnsafeAddress, canonical_url
from claims.text.digests import text_digest

Kind = PublishedAddress.Kind


def address_rows(row: PublishedClaim, document: ClaimDocument) -> list[PublishedAddress]:
    found = addresses_of(document)
    return [PublishedAddress(claim=row, digest=digest, kind=kind, named=named) for digest, kind, named in found]


def addresses_of(document: ClaimDocument) -> list[tuple[str, Kind, str]]:
    """Digest, kind and slug of each, each once."""
    return list(dict.fromkeys(_addresses(document)))


def article_addresses(article: ArticleDocument) -> list[str]:
    return _canonical(article["url"], article["mirror_url"])


def source_addresses(source: SourceDocument) -> list[str]:
    return _canonical(source["url"], source["archived_url"])


def _addresses(document: ClaimDocument) -> Iterator[tuple[str, Kind, str]]:
    for appearance in document["appearances"]:
        article = appearance["article"]
        for address in article_addresses(article):
            yield text_digest(address), Kind.ARTICLE, article["slug"]
    for evidence in document["evidence"]:
        if source := evidence["source"]:
            for address in source_addresses(source):
                yield text_digest(address), Kind.SOURCE, source["slug"]


def _canonical(*urls: str | None) -> list[str]:
    found = []
    for url in urls:
        try:
            found += [canonical_url(url)] if url else []
        except UnsafeAddress:
            continue
    return found
