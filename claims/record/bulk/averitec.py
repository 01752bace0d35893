"""Claims with their evidence in the form of the AVeriTeC data set, for research on checking claims by machine.

Our evidence answers no written questions, so ``question`` is null: to make questions up would be data nobody gathered.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from claims.models import Publication
from claims.record.bulk.standing import Standing, as_published, standing_claims
from claims.record.claimreview import claim_page, has_claim_review
from claims.record.document import ClaimDocument, EvidenceDocument, LocalizedText

LABELS = {
    "true": "Supported",
    "false": "Refuted",
    "mixture": "Conflicting Evidence/Cherrypicking",
    "unproven": "Not Enough Evidence",
}


def averitec_lines(span: Standing, language: str) -> Iterator[str]:
    """Claims with a verdict that the data set has a label for."""
    for chunk in standing_claims(span):
        rows = [row for row in chunk if has_claim_review(as_published(row))]
        lines = [_claim(row, language) for row in rows if row.document["rating"]["normalized"] in LABELS]
        yield "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _claim(row: Publication, language: str) -> dict[str, Any]:
    document: ClaimDocument = row.document
    rating, claimant = document["rating"], document["claimant"]
    first: Any = next(iter(document["appearances"]), None)
    article = first["article"] if first else {}
    return {
        "claim": _in(document["statement"], language),
        "label": LABELS[rating["normalized"]] if rating else None,
        "justification": _in(document["summary"], language),
        "claim_date": _day(document["claimed_on"]),
        "speaker": _in(claimant["name"], language) if claimant else None,
        "original_claim_url": article.get("url") or article.get("mirror_url"),
        "reporting_source": _in(article["publisher"]["name"], language) if article else None,
        "fact_checking_article": claim_page(row.slug, language),
        "questions": [_answer(row, language) for row in document["evidence"] if row["source"]],
        "license": document["license"],
        "slug": row.slug,
        "number": row.number,
    }


def _answer(row: EvidenceDocument, language: str) -> dict[str, Any]:
    source: Any = row["source"]
    return {
        "question": None,
        "answers": [
            {
                "answer": row["quote"] or _in(row["note"], language),
                "answer_type": "Extractive" if row["quote"] else "Abstractive",
                "source_url": source["url"],
                "cached_source_url": source["archived_url"],
                "source_medium": "Web text",
                "stance": row["stance"],
            }
        ],
    }


def _day(iso: str | None) -> str | None:
    """Day, month and year without zeros in front, as the data set writes them."""
    if iso is None:
        return None
    day = date.fromisoformat(iso)
    return f"{day.day}-{day.month}-{day.year}"


def _in(text: LocalizedText, language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")
