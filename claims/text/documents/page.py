"""HTML: the readable text without menus and advertisements, by trafilatura."""

from datetime import date

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction, baseline
from w3lib.encoding import html_to_unicode

from claims.text.documents.document import Document
from claims.text.normalisation import UnreadableArticle

# The day of publication as the page states it; a day that merely stands somewhere in the text is no such thing.
DATES = {"original_date": True, "extensive_search": False}


def read_html(data: bytes, *, content_type: str = "", url: str = "") -> Document:
    _encoding, html = html_to_unicode(content_type or None, data, default_encoding="utf8")
    tree = _parsed(html)
    language = _language(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    found = bare_extraction(
        tree, url=url or None, with_metadata=True, include_comments=False, date_extraction_params=DATES
    )
    if found is None or isinstance(found, dict):
        # A page of one short paragraph, which is not enough to be told from a menu.
        text = baseline(_parsed(html))[1]
        return Document(text=_lines(text), language=language)
    return Document(
        text=_lines(found.text or ""),
        title=(found.title or "").strip(),
        publisher=(found.sitename or found.hostname or "").strip(),
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        published_on=date.fromisoformat(found.date) if found.date else None,
        language=language,
    )


def _parsed(html: str) -> HtmlElement:
    """As leniently as a browser, whatever is missing."""
    try:
        return document_fromstring(html.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except LxmlError:
        raise _without_text() from None


def _lines(text: str) -> str:
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    if not text:
        raise _without_text()
    return text


def _without_text() -> UnreadableArticle:
    return UnreadableArticle("no_text", "No readable text was found in this page.")


def _language(code: str) -> str:
    """The code of the page in the spelling of BCP 47, without its region: “id-ID” and “in_ID” are “id”."""
    primary = code.replace("_", "-").partition("-")[0].strip().lower()
    # A code that Indonesian had before 1989 and that programs still write.
    primary = {"in": "id"}.get(primary, primary)
    return primary if primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3 else ""
