"""A typed client of the public API. Written by ``examples/client/generate.py``; do not edit."""

from __future__ import annotations

# ruff: noqa

import json
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import cast
from typing import Any, Literal, NotRequired, TypeAlias
from typing_extensions import TypedDict


class CheckWorthinessFeature(TypedDict):
    name: str
    points: int
    words: list[str]


class ClaimLinks(TypedDict):
    appearances: str
    citation: str
    evidence: str
    page: str
    self: str
    versions: str


class ClaimReference(TypedDict):
    slug: str
    statement: dict[str, str]


class CorrectionDocument(TypedDict):
    correction_type: str
    note: dict[str, str]
    published_at: str
    version: int


class EntityLinks(TypedDict):
    claims_about_it: str
    claims_by_it: str
    claims_in_its_articles: str
    self: str


class EntityReference(TypedDict):
    domain: str | None
    kind: str
    name: dict[str, str]
    same_as: list[str]
    slug: str


class Envelope(TypedDict):
    approver: str | None
    author: str | None
    claim: str
    correction_type: str | None
    digest: str
    kind: str
    note: dict[str, str]
    number: int
    previous_digest: str
    published_at: str
    version: int


class ExportFile(TypedDict):
    bytes: int
    media_type: str
    name: str
    sha256: str
    url: str


class ExportManifest(TypedDict):
    digest: str
    files: list[ExportFile]
    license: str
    number: int
    published_at: str | None
    publisher: str


class FactCheckPublisher(TypedDict):
    name: str
    site: str


class FactCheckReview(TypedDict):
    languageCode: str
    publisher: FactCheckPublisher
    reviewDate: str
    textualRating: str
    title: str
    url: str


class GetClaimReviewAnswer(TypedDict):
    pass


class Highlight(TypedDict):
    field: str
    language: str
    marks: list[tuple[int, int]]
    text: str


class ListAnnotationsAnswer(TypedDict):
    pass


class LookupClaim(TypedDict):
    label: dict[str, str]
    normalized: str | None
    page: str
    rating: str | None
    slug: str
    verification_status: str


class LookupMatch(TypedDict):
    claims: list[LookupClaim]
    kind: str
    suffix: str


Statement: TypeAlias = str


class MatchQuestion1(TypedDict):
    article: NotRequired[str]
    language: NotRequired[Literal["id", "en"] | None]
    most: NotRequired[int]
    statements: NotRequired[list[Statement]]
    text: str


class MatchQuestion2(TypedDict):
    article: str
    language: NotRequired[Literal["id", "en"] | None]
    most: NotRequired[int]
    statements: NotRequired[list[Statement]]
    text: NotRequired[str]


class MatchQuestion3(TypedDict):
    article: NotRequired[str]
    language: NotRequired[Literal["id", "en"] | None]
    most: NotRequired[int]
    statements: list[Statement]
    text: NotRequired[str]


MatchQuestion: TypeAlias = MatchQuestion1 | MatchQuestion2 | MatchQuestion3


class MatchReason(TypedDict):
    code: str
    speaks_against: bool
    values: list[str]


class MatchedArticle(TypedDict):
    api_url: str
    slug: str
    text_sha256: str
    title: str
    url: str | None


class NotCheckableSpan(TypedDict):
    end: int
    kind: str
    reason: dict[str, str]
    start: int


class OEmbedAnswer(TypedDict):
    cache_age: int
    height: int
    html: str
    provider_name: str
    provider_url: str
    thumbnail_height: int
    thumbnail_url: str
    thumbnail_width: int
    title: str
    type: Literal["rich"]
    version: Literal["1.0"]
    width: int


class People(TypedDict):
    approver: str | None
    author: str | None


class QuoteContext(TypedDict):
    after: str
    before: str


class RatingVotes(TypedDict):
    label: dict[str, str]
    rating: str
    votes: int


class RedactedField(TypedDict):
    field: str
    published_at: str
    reason: dict[str, str]
    version: int


class RedactionDocument(TypedDict):
    fields: list[str]
    published_at: str
    reason: dict[str, str]
    version: int


class RelatedClaim(TypedDict):
    kind: str
    slug: str
    statement: dict[str, str]


class RemovedField(TypedDict):
    field: str
    published_at: str | None
    reason: dict[str, str]
    type: Literal["redacted"]
    version: int | None


class Root(TypedDict):
    articles: str
    changes: str
    checkpoints: str
    claims: str
    corrections: str
    documentation: str
    entities: str
    export: str
    match: str
    ratings: str
    record_head: str
    schema: str
    sources: str
    stats: str
    topics: str


class ScaleReference(TypedDict):
    best: int
    name: dict[str, str]
    slug: str
    worst: int


class SearchedWords(TypedDict):
    also_searched: list[str]
    has_every_word: bool


class Signature(TypedDict):
    key_id: str
    signature: str


class SourceDocument(TypedDict):
    accessed_on: str | None
    archived_url: str | None
    copy_of: str | None
    kind: str
    language: str
    note: dict[str, str]
    primary: bool
    published_on: str | None
    publisher: EntityReference
    slug: str
    title: str
    title_is_description: bool
    url: str


class SourceSummary(TypedDict):
    accessed_on: str | None
    api_url: str
    archived_url: str | None
    claims: int
    copy_of: str | None
    kind: str
    language: str
    note: dict[str, str]
    primary: bool
    published_on: str | None
    publisher: EntityReference
    slug: str
    title: str
    title_is_description: bool
    url: str


class Span(TypedDict):
    end: int
    kind: str
    start: int


class Stats(TypedDict):
    articles: int
    claims: int
    claims_by_month: dict[str, int]
    claims_by_normalized_rating: dict[str, int]
    claims_by_rating: dict[str, int]
    claims_by_status: dict[str, int]
    claims_by_topic: dict[str, int]
    corrections_by_type: dict[str, int]
    evidence_by_stance: dict[str, int]
    merges: int
    publications: int
    redactions: int
    retractions: int
    sources: int


class TextPart(TypedDict):
    kind: Literal["equal", "insert", "delete"]
    text: str


class TextPositionSelector(TypedDict):
    end: int
    start: int
    type: Literal["TextPositionSelector"]


class TextQuoteSelector(TypedDict):
    exact: str
    prefix: str
    suffix: str
    type: Literal["TextQuoteSelector"]


class Tombstone(TypedDict):
    claim: str
    kind: str
    merged_into: str | None
    reason: dict[str, str]
    redacted_fields: list[str]


class Topic(TypedDict):
    claims: int
    claims_url: str
    name: dict[str, str]
    slug: str


class TopicReference(TypedDict):
    name: dict[str, str]
    slug: str


class ValueChange(TypedDict):
    field: str
    new: Any
    old: Any
    type: Literal["value"]


class ArticleDocument(TypedDict):
    authors: list[str]
    boilerplate: list[Span]
    editors: list[str]
    language: str
    mirror_url: str | None
    not_checkable: list[NotCheckableSpan]
    published_on: str | None
    publisher: EntityReference
    retrieved_at: str
    slug: str
    text_sha256: str
    title: str
    url: str | None


class ArticleSummary(TypedDict):
    api_url: str
    authors: list[str]
    boilerplate: list[Span]
    claims: int
    editors: list[str]
    language: str
    mirror_url: str | None
    not_checkable: list[NotCheckableSpan]
    published_on: str | None
    publisher: EntityReference
    retrieved_at: str
    slug: str
    text_sha256: str
    title: str
    url: str | None


class CheckWorthiness(TypedDict):
    features: list[CheckWorthinessFeature]
    score: float
    worth_checking: bool


class Checkpoint(TypedDict):
    digest: str
    number: int
    origin: str
    published_at: str
    signatures: list[Signature]


class Entity(TypedDict):
    domain: str | None
    kind: str
    links: EntityLinks
    name: dict[str, str]
    roles: dict[str, int]
    same_as: list[str]
    slug: str


class EvidenceDocument(TypedDict):
    confidential: bool
    locator: str | None
    note: dict[str, str]
    public_reason: dict[str, str]
    quote: str | None
    quote_language: str | None
    source: SourceDocument | None
    stance: str


class FactCheckClaim(TypedDict):
    claimDate: NotRequired[str]
    claimReview: list[FactCheckReview]
    claimant: NotRequired[str]
    text: str


class ListArticlesAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[ArticleSummary]


class ListCheckpointsAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[Checkpoint]


class ListEntitiesAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[Entity]


class ListSourcesAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[SourceSummary]


ListTopicsAnswer: TypeAlias = list[Topic]


class LookupAnswer(TypedDict):
    padding: str
    prefix: str
    results: list[LookupMatch]


class NumberedAppearance(TypedDict):
    article: ArticleDocument
    context: QuoteContext
    occurrence: str
    position: int
    selector: tuple[TextQuoteSelector, TextPositionSelector]


class NumberedEvidence(TypedDict):
    confidential: bool
    locator: str | None
    note: dict[str, str]
    position: int
    public_reason: dict[str, str]
    quote: str | None
    quote_language: str | None
    source: SourceDocument | None
    stance: str


class PanelDocument(TypedDict):
    split: list[RatingVotes]
    votes: int


class Rating(TypedDict):
    claims_url: str
    definition: dict[str, str]
    label: dict[str, str]
    normalized: str
    position: int
    scale: ScaleReference
    slug: str
    value: int | None


class RatingDocument(TypedDict):
    definition: dict[str, str]
    label: dict[str, str]
    normalized: str
    scale: ScaleReference
    slug: str
    value: int | None


class RecordHead(TypedDict):
    checkpoint: Checkpoint | None
    digest: str
    number: int
    published_at: str | None


class TextInLanguage(TypedDict):
    language: str
    parts: list[TextPart]


class VersionSummary(TypedDict):
    correction_type: str | None
    digest: str
    kind: str
    note: dict[str, str]
    number: int
    published_at: str
    rating: RatingDocument | None
    url: str
    verification_status: str
    version: int


class AppearanceDocument(TypedDict):
    article: ArticleDocument
    context: QuoteContext
    occurrence: str
    selector: tuple[TextQuoteSelector, TextPositionSelector]


class ClaimDocument(TypedDict):
    appearances: NotRequired[list[AppearanceDocument]]
    as_of: str | None
    attribution: NotRequired[dict[str, str]]
    caveats: NotRequired[dict[str, str]]
    checkworthiness: float | None
    children: list[ClaimReference]
    claimant: NotRequired[EntityReference | None]
    claimed_on: NotRequired[str | None]
    confidence: str | None
    corrections: list[CorrectionDocument]
    entities: NotRequired[list[EntityReference]]
    evidence: NotRequired[list[EvidenceDocument]]
    expires_on: NotRequired[str | None]
    license: str
    merged_into: NotRequired[ClaimReference | None]
    methodology_version: str
    panel: NotRequired[PanelDocument | None]
    parent: ClaimReference | None
    people: People
    rating: RatingDocument | None
    reasoning: NotRequired[dict[str, str]]
    redactions: NotRequired[list[RedactionDocument]]
    related: list[RelatedClaim]
    review_due: str | None
    schema_version: int
    slug: str
    statement: NotRequired[dict[str, str]]
    summary: NotRequired[dict[str, str]]
    timeframe: NotRequired[dict[str, str]]
    topics: list[TopicReference]
    verification_status: str


class ClaimInArticle(TypedDict):
    context: QuoteContext
    links: ClaimLinks
    occurrence: str
    rating: RatingDocument | None
    selector: tuple[TextQuoteSelector, TextPositionSelector]
    slug: str
    statement: dict[str, str]
    verification_status: str


class ClaimInBrief(TypedDict):
    links: ClaimLinks
    rating: RatingDocument | None
    slug: str
    statement: dict[str, str]
    verification_status: str


class ClaimSummary(TypedDict):
    claimant: EntityReference | None
    claimed_on: str | None
    first_published_at: str
    highlights: NotRequired[list[Highlight]]
    links: ClaimLinks
    parent: ClaimReference | None
    published_at: str
    rating: RatingDocument | None
    slug: str
    statement: dict[str, str]
    summary: dict[str, str]
    topics: list[TopicReference]
    verification_status: str
    version: int


class ClaimThen(TypedDict):
    appearances: NotRequired[list[AppearanceDocument]]
    as_of: str | None
    attribution: NotRequired[dict[str, str]]
    caveats: NotRequired[dict[str, str]]
    checkworthiness: float | None
    children: list[ClaimReference]
    claimant: NotRequired[EntityReference | None]
    claimed_on: NotRequired[str | None]
    confidence: str | None
    corrections: list[CorrectionDocument]
    entities: NotRequired[list[EntityReference]]
    evidence: NotRequired[list[EvidenceDocument]]
    expires_on: NotRequired[str | None]
    first_published_at: str
    license: str
    links: ClaimLinks
    merged_into: NotRequired[ClaimReference | None]
    methodology_version: str
    panel: NotRequired[PanelDocument | None]
    parent: ClaimReference | None
    people: People
    publication: Envelope
    rating: RatingDocument | None
    reasoning: NotRequired[dict[str, str]]
    redacted: list[RedactedField]
    redactions: NotRequired[list[RedactionDocument]]
    related: list[RelatedClaim]
    review_due: str | None
    schema_version: int
    slug: str
    statement: NotRequired[dict[str, str]]
    stood_at: str
    summary: NotRequired[dict[str, str]]
    timeframe: NotRequired[dict[str, str]]
    topics: list[TopicReference]
    verification_status: str


class ClaimWithSource(TypedDict):
    links: ClaimLinks
    locator: str | None
    note: dict[str, str]
    quote: str | None
    quote_language: str | None
    rating: RatingDocument | None
    slug: str
    stance: str
    statement: dict[str, str]
    verification_status: str


class ComparedVersion(TypedDict):
    correction_type: str | None
    kind: str
    note: dict[str, str]
    published_at: str
    rating: RatingDocument | None
    verification_status: str
    version: int


class Correction(TypedDict):
    claim: str
    correction_type: str | None
    kind: str
    links: ClaimLinks
    note: dict[str, str]
    number: int
    published_at: str
    rating_after: RatingDocument | None
    rating_before: RatingDocument | None
    statement: dict[str, str]
    version: int
    version_url: str


class FactCheckAnswer(TypedDict):
    claims: NotRequired[list[FactCheckClaim]]
    nextPageToken: NotRequired[str]


class ListAppearancesAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[NumberedAppearance]


class ListClaimsAnswer(TypedDict):
    count: NotRequired[int]
    next: str | None
    previous: str | None
    results: list[ClaimSummary]
    search: NotRequired[SearchedWords]


class ListCorrectionsAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[Correction]


class ListEvidenceAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[NumberedEvidence]


ListRatingsAnswer: TypeAlias = list[Rating]


class ListVersionsAnswer(TypedDict):
    next: str | None
    previous: str | None
    results: list[VersionSummary]


class Match(TypedDict):
    band: Literal["same_claim", "likely", "related"]
    by: list[str]
    claim: ClaimInBrief
    field: str
    language: str
    reasons: list[MatchReason]
    score: float


class MatchedSentence(TypedDict):
    check_worthiness: CheckWorthiness
    end: int
    matched: bool
    matches: list[Match]
    start: int
    text: str


class Part(TypedDict):
    rating: RatingDocument | None
    slug: str
    statement: dict[str, str]
    summary: dict[str, str]
    verification_status: str


class Source(TypedDict):
    accessed_on: str | None
    archived_url: str | None
    claims: list[ClaimWithSource]
    copy_of: str | None
    kind: str
    language: str
    note: dict[str, str]
    primary: bool
    published_on: str | None
    publisher: EntityReference
    slug: str
    title: str
    title_is_description: bool
    url: str


class TextChange(TypedDict):
    field: str
    languages: list[TextInLanguage]
    type: Literal["text"]


class Version(TypedDict):
    document: ClaimDocument
    envelope: Envelope
    leaves: dict[str, str]
    redacted: list[RedactedField]
    salts: dict[str, str]


class Article(TypedDict):
    authors: list[str]
    boilerplate: list[Span]
    claims: list[ClaimInArticle]
    editors: list[str]
    language: str
    mirror_url: str | None
    not_checkable: list[NotCheckableSpan]
    published_on: str | None
    publisher: EntityReference
    retrieved_at: str
    slug: str
    text: str
    text_sha256: str
    title: str
    url: str | None


class Change(TypedDict):
    document: ClaimDocument
    envelope: Envelope
    leaves: dict[str, str]
    salts: dict[str, str]
    tombstone: Tombstone | None


class Changes(TypedDict):
    last: int
    more: bool
    next: str
    results: list[Change]
    since: int
    texts: NotRequired[dict[str, str]]


class Claim(TypedDict):
    appearances: list[AppearanceDocument]
    as_of: str | None
    attribution: dict[str, str]
    caveats: dict[str, str]
    checkworthiness: float | None
    children: list[ClaimReference]
    claimant: EntityReference | None
    claimed_on: str | None
    confidence: str | None
    corrections: list[CorrectionDocument]
    entities: list[EntityReference]
    evidence: list[EvidenceDocument]
    expires_on: NotRequired[str | None]
    first_published_at: str
    license: str
    links: ClaimLinks
    merged_into: NotRequired[ClaimReference | None]
    methodology_version: str
    panel: NotRequired[PanelDocument | None]
    parent: ClaimReference | None
    parts: list[Part]
    people: People
    publication: Envelope
    rating: RatingDocument | None
    reasoning: dict[str, str]
    redactions: NotRequired[list[RedactionDocument]]
    related: list[RelatedClaim]
    review_due: str | None
    schema_version: int
    slug: str
    statement: dict[str, str]
    summary: dict[str, str]
    timeframe: dict[str, str]
    topics: list[TopicReference]
    verification_status: str


class ClaimAtAddress(TypedDict):
    claim: ClaimInBrief
    stance: str | None


GetClaimAnswer: TypeAlias = Claim | ClaimThen


class KnownAddress(TypedDict):
    api_url: str
    claims: list[ClaimAtAddress]
    claims_total: int
    end: int
    kind: str
    language: str
    slug: str
    start: int
    title: str
    url: str


class MatchAnswer(TypedDict):
    addresses: list[KnownAddress]
    article: MatchedArticle | None
    language: str | None
    lexical_only: bool
    sentences: list[MatchedSentence]
    sentences_matched: int
    sentences_total: int


class RowChange(TypedDict):
    changes: list[TextChange | ValueChange]
    new: Any
    old: Any


class RowsChange(TypedDict):
    added: list[Any]
    changed: list[RowChange]
    field: str
    removed: list[Any]
    reordered: bool
    type: Literal["rows"]


class Comparison(TypedDict):
    changes: list[TextChange | ValueChange | RowsChange | RemovedField]
    new: ComparedVersion
    old: ComparedVersion
    rating_changed: bool
    slug: str


class FactcheckApi:
    """One method for each public endpoint; ``site`` is its address, such as ``https://factcheck.example``.

    A refusal is raised as :class:`urllib.error.HTTPError`; its body is a ``Problem`` that names what was wrong.
    """

    def __init__(self, site: str, *, seconds: float = 60.0) -> None:
        self.site = site.rstrip("/")
        self.seconds = seconds

    def ask(self, path: str, parameters: Mapping[str, object | None]) -> Any:
        given = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in parameters.items()
            if value is not None
        }
        query = f"?{urllib.parse.urlencode(given)}" if given else ""
        return self._answer(urllib.request.Request(self.site + path + query, headers={"Accept": "application/json"}))

    def send(self, path: str, body: Mapping[str, Any]) -> Any:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        return self._answer(urllib.request.Request(self.site + path, json.dumps(body).encode(), headers))

    def _answer(self, request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=self.seconds) as answer:
            return json.load(answer)

    def get_root(self) -> Root:
        """Where everything is."""
        return cast(Root, self.ask(f"/api/v1/", {}))

    def list_articles(self, *, cursor: str | None = None, page_size: int | None = None) -> ListArticlesAnswer:
        """Articles that at least one published claim appears in."""
        return cast(ListArticlesAnswer, self.ask(f"/api/v1/articles/", {"cursor": cursor, "page_size": page_size}))

    def get_article(self, slug: str) -> Article:
        """One article: its text, and every claim anchored in it, in reading order."""
        return cast(Article, self.ask(f"/api/v1/articles/{urllib.parse.quote(str(slug), safe='')}/", {}))

    def list_annotations(self, slug: str, *, page: int | None = None) -> ListAnnotationsAnswer:
        """The collection, with its first page inside; `page` gives one page alone."""
        return cast(
            ListAnnotationsAnswer,
            self.ask(f"/api/v1/articles/{urllib.parse.quote(str(slug), safe='')}/annotations/", {"page": page}),
        )

    def list_changes(
        self,
        *,
        page_size: int | None = None,
        since: int | None = None,
        texts: bool | None = None,
        wait: int | None = None,
    ) -> Changes:
        """Every publication in order. Retractions, merges and redactions carry a tombstone that says what to take away."""
        return cast(
            Changes,
            self.ask(f"/api/v1/changes/", {"page_size": page_size, "since": since, "texts": texts, "wait": wait}),
        )

    def list_claims(
        self,
        *,
        article: str | None = None,
        claimant: str | None = None,
        claimed_after: str | None = None,
        claimed_before: str | None = None,
        count: bool | None = None,
        cursor: str | None = None,
        due_for_review: str | None = None,
        entity: str | None = None,
        has_parent: str | None = None,
        language: str | None = None,
        normalized: str | None = None,
        ordering: str | None = None,
        page_size: int | None = None,
        parent: str | None = None,
        published_after: str | None = None,
        published_before: str | None = None,
        publisher: str | None = None,
        q: str | None = None,
        rating: str | None = None,
        source: str | None = None,
        source_domain: str | None = None,
        stance: str | None = None,
        status: str | None = None,
        topic: str | None = None,
        updated_since: str | None = None,
    ) -> ListClaimsAnswer:
        """Published claims. All filters combine; an unknown parameter or value is refused."""
        return cast(
            ListClaimsAnswer,
            self.ask(
                f"/api/v1/claims/",
                {
                    "article": article,
                    "claimant": claimant,
                    "claimed_after": claimed_after,
                    "claimed_before": claimed_before,
                    "count": count,
                    "cursor": cursor,
                    "due_for_review": due_for_review,
                    "entity": entity,
                    "has_parent": has_parent,
                    "language": language,
                    "normalized": normalized,
                    "ordering": ordering,
                    "page_size": page_size,
                    "parent": parent,
                    "published_after": published_after,
                    "published_before": published_before,
                    "publisher": publisher,
                    "q": q,
                    "rating": rating,
                    "source": source,
                    "source_domain": source_domain,
                    "stance": stance,
                    "status": status,
                    "topic": topic,
                    "updated_since": updated_since,
                },
            ),
        )

    def get_claim(self, slug: str, *, as_of: str | None = None) -> GetClaimAnswer:
        """One claim as it stands: the document of its current publication, in all languages."""
        return cast(
            GetClaimAnswer, self.ask(f"/api/v1/claims/{urllib.parse.quote(str(slug), safe='')}/", {"as_of": as_of})
        )

    def list_appearances(
        self, slug: str, *, cursor: str | None = None, page_size: int | None = None
    ) -> ListAppearancesAnswer:
        """Where a claim appears, with W3C selectors into the article's text."""
        return cast(
            ListAppearancesAnswer,
            self.ask(
                f"/api/v1/claims/{urllib.parse.quote(str(slug), safe='')}/appearances/",
                {"cursor": cursor, "page_size": page_size},
            ),
        )

    def get_claim_review(self, slug: str) -> GetClaimReviewAnswer:
        """schema.org ClaimReview of a claim with a verdict, as its page has it."""
        return cast(
            GetClaimReviewAnswer, self.ask(f"/api/v1/claims/{urllib.parse.quote(str(slug), safe='')}/claimreview/", {})
        )

    def get_diff(self, slug: str, *, from_: int | None = None, to: int | None = None) -> Comparison:
        """What changed between two versions, field by field; texts word by word."""
        return cast(
            Comparison,
            self.ask(f"/api/v1/claims/{urllib.parse.quote(str(slug), safe='')}/diff/", {"from": from_, "to": to}),
        )

    def list_evidence(
        self, slug: str, *, cursor: str | None = None, page_size: int | None = None
    ) -> ListEvidenceAnswer:
        """The evidence of a claim, in the order in which its reasoning numbers it."""
        return cast(
            ListEvidenceAnswer,
            self.ask(
                f"/api/v1/claims/{urllib.parse.quote(str(slug), safe='')}/evidence/",
                {"cursor": cursor, "page_size": page_size},
            ),
        )

    def list_versions(
        self, slug: str, *, cursor: str | None = None, page_size: int | None = None
    ) -> ListVersionsAnswer:
        """All versions of a claim, newest first."""
        return cast(
            ListVersionsAnswer,
            self.ask(
                f"/api/v1/claims/{urllib.parse.quote(str(slug), safe='')}/versions/",
                {"cursor": cursor, "page_size": page_size},
            ),
        )

    def get_version(self, slug: str, version: int) -> Version:
        """One version as it was published, with the salts and leaf digests that prove it."""
        return cast(
            Version,
            self.ask(
                f"/api/v1/claims/{urllib.parse.quote(str(slug), safe='')}/versions/{urllib.parse.quote(str(version), safe='')}/",
                {},
            ),
        )

    def list_corrections(
        self,
        *,
        claim: str | None = None,
        correction_type: str | None = None,
        cursor: str | None = None,
        kind: str | None = None,
        page_size: int | None = None,
    ) -> ListCorrectionsAnswer:
        """Corrections, retractions and redactions with their public notes and the rating before and after."""
        return cast(
            ListCorrectionsAnswer,
            self.ask(
                f"/api/v1/corrections/",
                {
                    "claim": claim,
                    "correction_type": correction_type,
                    "cursor": cursor,
                    "kind": kind,
                    "page_size": page_size,
                },
            ),
        )

    def list_entities(
        self,
        *,
        after: str | None = None,
        kind: str | None = None,
        page_size: int | None = None,
        role: str | None = None,
    ) -> ListEntitiesAnswer:
        """Entities by their slugs, with the number of published claims in each role."""
        return cast(
            ListEntitiesAnswer,
            self.ask(f"/api/v1/entities/", {"after": after, "kind": kind, "page_size": page_size, "role": role}),
        )

    def get_entity(self, slug: str) -> Entity:
        """One entity, with the addresses of the claims that name it."""
        return cast(Entity, self.ask(f"/api/v1/entities/{urllib.parse.quote(str(slug), safe='')}/", {}))

    def get_export_manifest(self) -> ExportManifest:
        """The files with the SHA-256 of each, uncompressed, as the record stands, and their licence."""
        return cast(ExportManifest, self.ask(f"/api/v1/export/manifest.json", {}))

    def look_up(self, prefix: str) -> LookupAnswer:
        """Claims whose statement, or whose article's address, has a SHA-256 with these first five digits."""
        return cast(LookupAnswer, self.ask(f"/api/v1/lookup/{urllib.parse.quote(str(prefix), safe='')}/", {}))

    def embed_claim(
        self,
        *,
        format_: str | None = None,
        maxheight: int | None = None,
        maxwidth: int | None = None,
        url: str | None = None,
    ) -> OEmbedAnswer:
        """A frame that shows a claim's verdict, as oEmbed describes it. It stays current by itself."""
        return cast(
            OEmbedAnswer,
            self.ask(f"/api/v1/oembed/", {"format": format_, "maxheight": maxheight, "maxwidth": maxwidth, "url": url}),
        )

    def list_ratings(self) -> ListRatingsAnswer:
        """The house scale, best first, then the ratings that are no degree of truth."""
        return cast(ListRatingsAnswer, self.ask(f"/api/v1/ratings/", {}))

    def list_checkpoints(self, *, cursor: str | None = None, page_size: int | None = None) -> ListCheckpointsAnswer:
        """Signed heads of the record, newest first."""
        return cast(
            ListCheckpointsAnswer, self.ask(f"/api/v1/record/checkpoints/", {"cursor": cursor, "page_size": page_size})
        )

    def get_record_head(self) -> RecordHead:
        """The end of the chain: whoever keeps it can prove later that nothing before it was changed."""
        return cast(RecordHead, self.ask(f"/api/v1/record/head/", {}))

    def list_sources(self, *, cursor: str | None = None, page_size: int | None = None) -> ListSourcesAnswer:
        """Sources that at least one published claim uses as evidence."""
        return cast(ListSourcesAnswer, self.ask(f"/api/v1/sources/", {"cursor": cursor, "page_size": page_size}))

    def get_source(self, slug: str) -> Source:
        """One source, and what it says on every claim that uses it."""
        return cast(Source, self.ask(f"/api/v1/sources/{urllib.parse.quote(str(slug), safe='')}/", {}))

    def get_stats(self) -> Stats:
        """Claims by status, rating, topic and month; evidence by stance; what was corrected."""
        return cast(Stats, self.ask(f"/api/v1/stats/", {}))

    def list_topics(self) -> ListTopicsAnswer:
        """Topics of published claims, with the number of claims."""
        return cast(ListTopicsAnswer, self.ask(f"/api/v1/topics/", {}))

    def search_fact_checks(
        self,
        *,
        languageCode: str | None = None,
        maxAgeDays: int | None = None,
        offset: int | None = None,
        pageSize: int | None = None,
        pageToken: str | None = None,
        query: str | None = None,
        reviewPublisherSiteFilter: str | None = None,
    ) -> FactCheckAnswer:
        """Published verdicts that fit the query, as Google's `claims:search` answers them."""
        return cast(
            FactCheckAnswer,
            self.ask(
                f"/v1alpha1/claims:search",
                {
                    "languageCode": languageCode,
                    "maxAgeDays": maxAgeDays,
                    "offset": offset,
                    "pageSize": pageSize,
                    "pageToken": pageToken,
                    "query": query,
                    "reviewPublisherSiteFilter": reviewPublisherSiteFilter,
                },
            ),
        )

    def match(self, question: MatchQuestion) -> MatchAnswer:
        """The published claims that say what each sentence of a text says, and how much the sentence is worth checking."""
        return cast(MatchAnswer, self.send("/api/v1/match/", question))
