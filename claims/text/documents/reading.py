"""Read a document in this process. Whatever comes from outside is read apart from the server (``apart``)."""

from claims.text.documents.document import Document, Kind
from claims.text.normalisation import BINARY, decode_article


def read_here(data: bytes, kind: Kind, *, content_type: str = "", url: str = "") -> Document:
    """Raises :class:`UnreadableArticle`, whose code says what is wrong."""
    found = _read(data, kind, content_type=content_type, url=url)
    # A document without end, or with control characters in it, is refused as a text file is.
    decode_article(_printable(found.text).encode())
    return Document(**{**vars(found), "text": _printable(found.text)})


def _read(data: bytes, kind: Kind, *, content_type: str, url: str) -> Document:
    # Each library is loaded for its own kind only: together they take longer than most files.
    match kind:
        case Kind.HTML:
            from claims.text.documents.page import read_html

            return read_html(data, content_type=content_type, url=url)
        case Kind.DOCX:
            from claims.text.documents.word import read_docx

            return read_docx(data)
        case Kind.PDF:
            from claims.text.documents.portable import read_pdf

            return read_pdf(data)
        case Kind.TEXT:
            return Document(text=decode_article(data))


def _printable(text: str) -> str:
    """Without the control characters that layouts leave behind, such as the form feed between pages."""
    return BINARY.sub("", text.replace("\x00", "").replace("\x0b", "\n").replace("\x0c", "\n"))
