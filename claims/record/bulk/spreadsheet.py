"""Claims for spreadsheets: CSV as RFC 4180 has it, with no cell that a program would take for a formula."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from claims.models import Publication
from claims.record.bulk.standing import Standing, standing_claims
from claims.record.claimreview import claim_page
from claims.record.document import ClaimDocument
from claims.record.localization import site_languages, utc_timestamp

# What makes Excel, LibreOffice or Sheets compute: also in their wide forms, and behind a line end or a tab.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
MERGED = "merged"


def spreadsheet(span: Standing) -> Iterator[str]:
    """The first piece is the line with the names of the columns."""
    languages = site_languages()
    columns: list[str] = list(_columns(None, languages))
    yield _lines([columns])
    for chunk in standing_claims(span):
        yield _lines([[harmless(cell) for cell in _columns(row, languages).values()] for row in chunk])


def harmless(cell: Any) -> str:
    """The cell as a text; an apostrophe in front keeps a spreadsheet from computing it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _lines(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _columns(row: Publication | None, languages: tuple[str, ...]) -> dict[str, Any]:
    """By name, the cells of one claim; without a claim, only the names count."""
    document: Any = row.document if row else {}
    rating = document.get("rating") or {}
    return {
        "slug": document.get("slug"),
        **_texts("statement", document.get("statement"), languages),
        "status": MERGED if document.get("merged_into") else document.get("verification_status"),
        "rating": rating.get("slug"),
        **_texts("rating_label", rating.get("label"), languages),
        "rating_value": rating.get("value"),
        "normalized_rating": rating.get("normalized"),
        **_texts("summary", document.get("summary"), languages),
        **_texts("claimant", (document.get("claimant") or {}).get("name"), languages),
        "claimed_on": document.get("claimed_on"),
        **_lists(document),
        "merged_into": (document.get("merged_into") or {}).get("slug"),
        "first_published_at": utc_timestamp(row.first_published_at) if row else "",  # type: ignore[attr-defined]
        "published_at": utc_timestamp(row.published_at) if row else "",
        "version": row.version if row else "",
        "number": row.number if row else "",
        "digest": row.digest if row else "",
        "page": claim_page(row.slug, languages[0]) if row else "",
        "license": document.get("license"),
    }


def _texts(name: str, text: Any, languages: tuple[str, ...]) -> dict[str, str]:
    return {f"{name}_{language}": (text or {}).get(language, "") for language in languages}


def _lists(document: ClaimDocument) -> dict[str, str]:
    evidence = document.get("evidence") or []
    return {
        "topics": " ".join(topic["slug"] for topic in document.get("topics") or []),
        "parent": parent["slug"] if (parent := document.get("parent")) else "",
        "articles": " ".join(row["article"]["slug"] for row in document.get("appearances") or []),
        "sources": " ".join(source["url"] for row in evidence if (source := row["source"])),
    }
