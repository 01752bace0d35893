"""What a reader of files finds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True)
class Document:
    """The text, code point for code point, and what the file says about itself: empty where it says nothing."""

    text: str
    title: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published_on: date | None = None
    language: str = ""
