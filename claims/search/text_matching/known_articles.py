"""The text of an article that somebody names by its web address."""

from dataclasses import dataclass

from claims.models import PublishedAddress, PublishedAppearance, RecordText
from claims.record.document import ArticleDocument
from claims.search.text_matching.known_addresses import AddressInText, known_addresses
from claims.text.addresses import canonical_url


class UnknownArticle(LookupError):
    """The record has no article at this address. ``is_source`` tells that it knows it as a source, without its text."""

    def __init__(self, *, is_source: bool) -> None:
        super().__init__(
            "This address is known as a source, whose text is not kept here."
            if is_source
            else "No published claim appears in an article at this address."
        )
        self.is_source = is_source


@dataclass(frozen=True)
class KnownArticle:
    facts: ArticleDocument
    text: str


def known_article(url: str) -> KnownArticle:
    """Raises ``UnsafeAddress`` for what is no web address, and :class:`UnknownArticle`. Nothing is fetched."""
    canonical = canonical_url(url)
    known = known_addresses([AddressInText(0, len(url), url, canonical)])
    slug = next((one.slug for one in known if one.kind == PublishedAddress.Kind.ARTICLE), "")
    newest = PublishedAppearance.objects.newest_by_article().filter(article=slug).first() if slug else None
    if newest is None:
        raise UnknownArticle(is_source=bool(known))
    text = RecordText.objects.values_list("text", flat=True).get(sha256=newest.text_sha256)
    return KnownArticle(newest.document["article"], text)
