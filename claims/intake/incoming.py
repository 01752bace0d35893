"""An article on its way in: read from an address or a file, before anybody has checked what it says about itself."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.intake.originals import keep_file, keep_page
from claims.models import Original, User
from claims.text.addresses import registered_host
from claims.text.documents import Document, kind_of, read_document
from claims.text.language import guess_language
from claims.text.normalisation import UnreadableArticle, decode_article
from claims.web import fetch

LONGEST_TITLE = 500
# By the code of the refusal, what an editor can do about it. Other codes have a message with the figures in it.
IN_WORDS: dict[str, Promise] = {
    "empty": gettext_lazy("There is no text in it."),
    "too_large": gettext_lazy("It is too large: a text may have 5 million bytes, a file 20 million."),
    "binary": gettext_lazy("This is not text. If it is a text file, save it in the encoding UTF-8 and try again."),
    "encoding": gettext_lazy("The file is not in the encoding UTF-8. Save it as UTF-8 and try again."),
    "no_text": gettext_lazy(
        "No text can be read from it. A scanned PDF needs its text recognised (OCR) first; of a page that a script "
        "writes, copy the text and paste it."
    ),
    "encrypted": gettext_lazy("The file is protected by a password. Save it without one and try again."),
    "old_word": gettext_lazy("Word files from before 2007, or with a password, cannot be read. Save it as docx."),
    "broken": gettext_lazy("The file is damaged, or is not what it says it is."),
    "too_slow": gettext_lazy("Reading it takes too long. Copy the text and paste it."),
    "kind": gettext_lazy("Only text, HTML, Word (docx) and PDF can be read."),
}


@dataclass(frozen=True)
class Incoming:
    """``original`` waits for its reader; ``url`` is where the article was found."""

    document: Document
    original: Original | None = None
    url: str = ""


def read_text(text: str) -> Incoming:
    """A pasted text: its first line is a headline if it is short. Raises ``UnreadableArticle``."""
    checked = decode_article(text.encode("utf-8", "surrogatepass"))
    first = checked.strip().split("\n", 1)[0].strip()
    title = first if len(first) <= 200 and not first.endswith(".") else ""
    return Incoming(Document(text=checked, title=title, language=guess_language(checked)))


def read_file(data: bytes, *, name: str, content_type: str, by: User) -> Incoming:
    """An uploaded file. Raises ``UnreadableArticle``, and then nothing of it is kept."""
    document = read_document(data, kind_of(data, name=name, content_type=content_type), content_type=content_type)
    return Incoming(_with_language(document), keep_file(data, name=name, content_type=content_type, by=by))


def read_address(url: str, *, by: User) -> Incoming:
    """A web page, fetched safely. Raises ``UnreadableArticle``, ``NotFetched`` and ``UnsafeAddress``.

    It waits for another server: call it without a transaction open.
    """
    page = fetch(url)
    if page.status != 200:
        message = _("The address answers with %(status)s instead of a page.") % {"status": page.status}
        raise UnreadableArticle("status", message)
    stated = page.headers.get("content-type", "")
    document = read_document(
        page.body, kind_of(page.body, content_type=stated), content_type=stated, url=page.final_url
    )
    return Incoming(_with_language(document), keep_page(page, by=by), page.final_url)


def stated_facts(incoming: Incoming, *, url: str = "") -> dict[str, Any]:
    """What the article says of itself, as :class:`~claims.intake.article.ArticleFacts` names it; empty where unknown.

    ``url`` is where it is said to be from; where it was really found counts more.
    """
    document, address = incoming.document, incoming.url or url
    host = registered_host(address) if address else ""
    return {
        "url": address,
        "title": document.title[:LONGEST_TITLE],
        "publisher": host,
        "publisher_name": document.publisher if document.publisher != host else "",
        "published_on": document.published_on,
        "language": document.language,
    }


def in_words(refused: UnreadableArticle) -> str:
    return str(IN_WORDS.get(refused.code, str(refused)))


def _with_language(document: Document) -> Document:
    language = document.language or guess_language(document.text)
    return Document(**{**vars(document), "language": language})
