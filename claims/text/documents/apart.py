"""Read a document in a process of its own: what a hostile file breaks, fills or never finishes is not the server."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from claims.text.documents.document import Document, Kind
from claims.text.normalisation import UnreadableArticle, decode_article

SECONDS = 60
LARGEST_FILE = 20_000_000
PROJECT = Path(__file__).parents[3]


def read_document(data: bytes, kind: Kind, *, content_type: str = "", url: str = "") -> Document:
    """The text of a file and what it says about itself.

    Raises :class:`UnreadableArticle`: ``empty``, ``too_large``, ``binary``, ``encoding``, ``no_text``, ``encrypted``,
    ``broken`` or ``too_slow``.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableArticle("too_large", f"The file has {len(data):,} bytes; at most {LARGEST_FILE:,} are read.")
    if kind is Kind.TEXT:
        return Document(text=decode_article(data))
    try:
        # The arguments are a kind from our list, a header and an address; no shell reads them.
        answer = subprocess.run(  # noqa: S603
            [sys.executable, "-E", "-s", "-m", "claims.text.documents", kind, content_type, url],
            input=data,
            capture_output=True,
            cwd=PROJECT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableArticle("too_slow", f"Reading the file took longer than {SECONDS} seconds.") from None
    return _document(answer.stdout)


def _document(told: bytes) -> Document:
    try:
        found = json.loads(told)
    except ValueError:  # the process was ended by its limits, or by the file
        raise UnreadableArticle("broken", "The file is damaged, or too complicated to be read.") from None
    if "code" in found:
        raise UnreadableArticle(found["code"], found["message"])
    found["authors"] = tuple(found["authors"])
    found["published_on"] = date.fromisoformat(found["published_on"]) if found["published_on"] else None
    return Document(**found)
