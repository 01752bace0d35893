"""Files and web pages that hold an article: its text, and what they say about themselves."""

from claims.text.documents.apart import LARGEST_FILE, read_document
from claims.text.documents.document import Document, Kind
from claims.text.documents.kinds import kind_of

__all__ = ["LARGEST_FILE", "Document", "Kind", "kind_of", "read_document"]
