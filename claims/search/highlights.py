"""Where the words of a search stand in the texts of what it found."""

from typing import Any

from django.contrib.postgres.search import SearchHeadline
from django.db.models import QuerySet, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Replace
from typing_extensions import TypedDict

from claims.models import PublishedClaim
from claims.record.words import SEARCH_CONFIGURATIONS
from claims.search.query_language import any_word_query

# Characters for private use mark the words while the database and this module talk to each other; no answer has them.
START, STOP = "\ue000", "\ue001"
# A statement comes whole, of a summary the pieces around the words.
FIELDS: dict[str, dict[str, Any]] = {
    "statement": {"highlight_all": True},
    "summary": {"max_fragments": 2, "max_words": 24, "min_words": 12, "fragment_delimiter": " … "},
}


class Highlight(TypedDict):
    """A piece of text; each mark is the start and the end of a found word in it, in code points, end exclusive."""

    field: str
    language: str
    text: str
    marks: list[tuple[int, int]]


def _column(field: str, language: str) -> str:
    return f"headline_{field}_{language}"


HIGHLIGHT_COLUMNS = tuple(_column(field, language) for field in FIELDS for language in SEARCH_CONFIGURATIONS)


def with_highlights(claims: QuerySet[PublishedClaim], query: str) -> QuerySet[PublishedClaim]:
    """The same claims with what :func:`highlights` needs. Only rows that are fetched cost anything."""
    words = any_word_query(query)
    headlines = {
        _column(field, language): SearchHeadline(
            _text(field, language),
            words,
            config=configuration,
            start_sel=START,
            stop_sel=STOP,
            **FIELDS[field],
        )
        for field in FIELDS
        for language, configuration in SEARCH_CONFIGURATIONS.items()
    }
    return claims.annotate(**headlines)


def highlights(claim: PublishedClaim) -> list[Highlight]:
    """The texts of the claim that hold one of the words."""
    found: list[Highlight] = []
    for field in FIELDS:
        for language in SEARCH_CONFIGURATIONS:
            text, marks = _read(getattr(claim, _column(field, language)))
            if marks:
                found.append({"field": field, "language": language, "text": text, "marks": marks})
    return found


def _text(field: str, language: str) -> Any:
    text = Coalesce(KeyTextTransform(language, KeyTransform(field, "document")), Value(""))
    return Replace(Replace(text, Value(START), Value("")), Value(STOP), Value(""))


def _read(headline: str) -> tuple[str, list[tuple[int, int]]]:
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    for piece in headline.split(START):
        word, separator, rest = piece.partition(STOP)
        if separator:
            marks.append((length, length + len(word)))
        pieces += [word, rest]
        length += len(word) + len(rest)
    return "".join(pieces), marks
