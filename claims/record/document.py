"""The publication document, schema version 1: what a reader or a machine gets to see of one claim, in all languages.

``document.schema.json`` beside this file is generated from these types (``manage.py export_document_schema``), and a
test compares the two. Dates are ISO 8601; offsets are Unicode code points, end exclusive; a text for readers is an
object with one entry a language (BCP 47).
"""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

SCHEMA_VERSION = 1

LocalizedText = dict[str, str]


class EntityReference(TypedDict):
    slug: str
    kind: str
    name: LocalizedText
    domain: str | None
    same_as: list[str]


class TopicReference(TypedDict):
    slug: str
    name: LocalizedText


class ClaimReference(TypedDict):
    slug: str
    statement: LocalizedText


class RelatedClaim(ClaimReference):
    kind: str


class ScaleReference(TypedDict):
    slug: str
    name: LocalizedText
    worst: int
    best: int


class RatingDocument(TypedDict):
    slug: str
    label: LocalizedText
    definition: LocalizedText
    value: int | None
    normalized: str
    scale: ScaleReference


class Span(TypedDict):
    """A part of an article's text that is not the story."""

    kind: str
    start: int
    end: int


class NotCheckableSpan(Span):
    """A sentence without a testable statement, and why."""

    reason: LocalizedText


class ArticleDocument(TypedDict):
    slug: str
    title: str
    url: str | None
    mirror_url: str | None
    publisher: EntityReference
    authors: list[str]
    editors: list[str]
    published_on: str | None
    language: str
    retrieved_at: str
    text_sha256: str
    boilerplate: list[Span]
    not_checkable: list[NotCheckableSpan]


class TextQuoteSelector(TypedDict):
    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str
    suffix: str


class TextPositionSelector(TypedDict):
    type: Literal["TextPositionSelector"]
    start: int
    end: int


class QuoteContext(TypedDict):
    """The rest of the paragraph around a quote, shortened at word boundaries."""

    before: str
    after: str


class AppearanceDocument(TypedDict):
    occurrence: str
    article: ArticleDocument
    selector: tuple[TextQuoteSelector, TextPositionSelector]
    context: QuoteContext


class SourceDocument(TypedDict):
    slug: str
    title: str
    title_is_description: bool
    url: str
    publisher: EntityReference
    published_on: str | None
    language: str
    kind: str
    primary: bool
    copy_of: str | None
    archived_url: str | None
    accessed_on: str | None
    note: LocalizedText


class EvidenceDocument(TypedDict):
    """One row of evidence. A confidential one has no source, quote, locator or note, only the public reason."""

    stance: str
    confidential: bool
    public_reason: LocalizedText
    source: SourceDocument | None
    quote: str | None
    quote_language: str | None
    locator: str | None
    note: LocalizedText


class CorrectionDocument(TypedDict):
    """A typed correction, or a retraction (``correction_type`` is then ``retraction`` and ``note`` its reason)."""

    version: int
    correction_type: str
    note: LocalizedText
    published_at: str


class RatingVotes(TypedDict):
    rating: str
    label: LocalizedText
    votes: int


class PanelDocument(TypedDict):
    """How a panel voted, each without seeing the others; no names."""

    votes: int
    split: list[RatingVotes]


class RedactionDocument(TypedDict):
    """Fields that the law forced out of every version before this one."""

    version: int
    fields: list[str]
    reason: LocalizedText
    published_at: str


class People(TypedDict):
    """Public names of those who wrote and approved the verdict."""

    author: str | None
    approver: str | None


class ClaimDocument(TypedDict):
    """What may be absent was not known to the first documents of this schema version."""

    schema_version: int
    slug: str
    statement: LocalizedText
    claimant: EntityReference | None
    attribution: LocalizedText
    claimed_on: str | None
    timeframe: LocalizedText
    topics: list[TopicReference]
    entities: list[EntityReference]
    parent: ClaimReference | None
    children: list[ClaimReference]
    related: list[RelatedClaim]
    checkworthiness: float | None
    verification_status: str
    rating: RatingDocument | None
    confidence: str | None
    summary: LocalizedText
    reasoning: LocalizedText
    caveats: LocalizedText
    as_of: str | None
    review_due: str | None
    expires_on: NotRequired[str | None]
    panel: NotRequired[PanelDocument | None]
    appearances: list[AppearanceDocument]
    evidence: list[EvidenceDocument]
    corrections: list[CorrectionDocument]
    redactions: NotRequired[list[RedactionDocument]]
    merged_into: NotRequired[ClaimReference | None]
    people: People
    methodology_version: str
    license: str
