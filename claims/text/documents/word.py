"""Word files: what a reader of the document would see, tracked deletions left out, by mammoth."""

import io
import zipfile

import mammoth

from claims.text.documents.document import Document
from claims.text.normalisation import UnreadableArticle

LARGEST_UNPACKED = 50_000_000
MOST_PARTS = 2_000


def read_docx(data: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _refuse_bomb(parts)
        text = str(mammoth.extract_raw_text(io.BytesIO(data)).value).strip()
    except UnreadableArticle:
        raise
    # A broken file breaks the library in many ways, none of which says more than this.
    except Exception as error:  # noqa: BLE001
        raise UnreadableArticle("broken", f"The Word file is damaged: {type(error).__name__}.") from None
    if not text:
        raise UnreadableArticle("no_text", "The Word file has no text in it.")
    lines = [line for line in text.split("\n") if line.strip()]
    return Document(text="\n".join(lines), title=lines[0].strip()[:500])


def _refuse_bomb(parts: zipfile.ZipFile) -> None:
    """By the sizes that the file states: nothing is read beyond them."""
    files = parts.infolist()
    if len(files) > MOST_PARTS or sum(each.file_size for each in files) > LARGEST_UNPACKED:
        raise UnreadableArticle("too_large", f"Unpacked, the Word file is larger than {LARGEST_UNPACKED:,} bytes.")
