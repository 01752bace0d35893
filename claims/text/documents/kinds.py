"""Which kind of file this is: by what is in it first, by what it is called second."""

import re
from pathlib import PurePath

from claims.text.documents.document import Kind
from claims.text.normalisation import UnreadableArticle

ZIP = b"PK\x03\x04"
# Word before 2007, and newer files under a password, are in this container.
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
BY_TYPE = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.TEXT,
}
BY_ENDING = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.TEXT,
}


def kind_of(data: bytes, *, name: str = "", content_type: str = "") -> Kind:
    """Raises :class:`UnreadableArticle` with the code ``kind`` for what none of the readers can read."""
    begin = data[:2_048]
    if b"%PDF-" in begin[:1_024]:
        return Kind.PDF
    if data.startswith(ZIP) and b"word/" in data:
        return Kind.DOCX
    if data.startswith(OLD_CONTAINER):
        raise UnreadableArticle("old_word", "Word files from before 2007 or with a password cannot be read.")
    if LOOKS_LIKE_HTML.match(begin):
        return Kind.HTML
    media_type = content_type.partition(";")[0].strip().lower()
    found = BY_ENDING.get(PurePath(name).suffix.lower()) or BY_TYPE.get(media_type)
    if found is None:
        raise UnreadableArticle("kind", "Only text, HTML, Word (docx) and PDF files can be read.")
    return found
