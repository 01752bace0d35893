"""PDF files, by pypdf. They know lines, not paragraphs, so lines that belong together are put together again."""

import io
from typing import Any

from pypdf import PdfReader

from claims.text.documents.document import Document
from claims.text.normalisation import UnreadableArticle

MOST_PAGES = 1_000
ENDS_OF_SENTENCES = (".", "!", "?", ":", "”", '"', "…")


def read_pdf(data: bytes) -> Document:
    try:
        reader = _opened(data)
        text = "\n".join(_paragraphs(page.extract_text()) for page in reader.pages).strip()
        facts = _facts(reader)
    except UnreadableArticle:
        raise
    # A broken file breaks the library in many ways, none of which says more than this.
    except Exception as error:  # noqa: BLE001
        raise UnreadableArticle("broken", f"The PDF is damaged: {type(error).__name__}.") from None
    if not text:
        raise UnreadableArticle("no_text", "The PDF has no text, only pictures of pages.")
    return Document(text=text, **facts)


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    # Many are encrypted with no password, only to forbid printing.
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableArticle("encrypted", "The PDF is protected by a password.")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableArticle("too_large", f"The PDF has more than {MOST_PAGES:,} pages.")
    return reader


def _facts(reader: PdfReader) -> dict[str, Any]:
    told = reader.metadata
    if told is None:
        return {}
    return {
        "title": (told.title or "").strip()[:500],
        "authors": tuple(name.strip() for name in (told.author or "").split(";") if name.strip()),
    }


def _paragraphs(page: str) -> str:
    """A line is the last of its paragraph when it ends a sentence before the margin, or stops far from it."""
    lines = [line.strip() for line in page.split("\n")]
    width = max(map(len, lines), default=0)
    out = ""
    for line in lines:
        out += line
        last = not line or len(line) < width * 0.6 or (line.endswith(ENDS_OF_SENTENCES) and len(line) < width * 0.9)
        out += "\n" if last else ("" if line.endswith("-") else " ")
    return "\n".join(line.strip() for line in out.split("\n") if line.strip())
