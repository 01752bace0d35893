"""What a web page says of itself, for a form that a person then looks over."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from claims.text.addresses import registered_host
from claims.text.documents import Document, kind_of, read_document
from claims.text.language import guess_language
from claims.text.normalisation import UnreadableArticle
from claims.web import FetchedPage, Limits, NotFetched, fetch

# A person waits for it.
LIMITS = Limits(bytes=5_000_000, seconds=12.0)
FIRST_ERROR = 400


@dataclass(frozen=True)
class PageFacts:
    """Empty where nothing is known. ``url`` is where the address led; ``problem`` says why the page was not read."""

    url: str
    host: str
    title: str = ""
    site_name: str = ""
    published_on: date | None = None
    language: str = ""
    problem: str = ""


def page_facts(url: str) -> PageFacts:
    """Never with a transaction open: somebody else's server is asked.

    Raises :class:`~claims.text.addresses.UnsafeAddress` for what is no web address; whatever else goes wrong is a
    ``problem``, and the host is known even then.
    """
    host = registered_host(url)
    try:
        page = fetch(url, limits=LIMITS)
        if page.status >= FIRST_ERROR:
            return PageFacts(
                url, host, problem=_("The address answers with the error %(status)d.") % {"status": page.status}
            )
        document = _read(page)
    except (NotFetched, UnreadableArticle) as problem:
        return PageFacts(url, host, problem=str(problem))
    return PageFacts(
        url=page.final_url,
        host=registered_host(page.final_url),
        title=document.title,
        site_name=document.publisher,
        published_on=document.published_on,
        language=document.language or guess_language(document.text),
    )


def _read(page: FetchedPage) -> Document:
    name = urlsplit(page.final_url).path
    kind = kind_of(page.body, name=name, content_type=page.content_type)
    charset = f"; charset={page.charset}" if page.charset else ""
    return read_document(page.body, kind, content_type=page.content_type + charset, url=page.final_url)
