"""What the answers of the API look like. The OpenAPI description is generated from these types."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from claims.record.document import (
    AppearanceDocument,
    ArticleDocument,
    ClaimDocument,
    ClaimReference,
    EntityReference,
    EvidenceDocument,
    LocalizedText,
    QuoteContext,
    RatingDocument,
    SourceDocument,
    TextPositionSelector,
    TextQuoteSelector,
    TopicReference,
)
from claims.search import Highlight


class Envelope(TypedDict):
    """What the record says about one publication, beside its document."""

    number: int
    claim: str
    version: int
    kind: str
    correction_type: str | None
    note: LocalizedText
    published_at: str
    author: str | None
    approver: str | None
    previous_digest: str
    digest: str


class ClaimLinks(TypedDict):
    """Addresses of one claim. ``page`` is for readers and leads to their language."""

    self: str
    page: str
    versions: str
    citation: str
    evidence: str
    appearances: str


class ClaimSummary(TypedDict):
    slug: str
    statement: LocalizedText
    verification_status: str
    rating: RatingDocument | None
    summary: LocalizedText
    claimant: EntityReference | None
    claimed_on: str | None
    topics: list[TopicReference]
    parent: ClaimReference | None
    version: int
    first_published_at: str
    published_at: str
    links: ClaimLinks
    highlights: NotRequired[list[Highlight]]


class NumberedEvidence(EvidenceDocument):
    """``position`` is the number by which the reasoning cites it."""

    position: int


class NumberedAppearance(AppearanceDocument):
    position: int


class SearchedWords(TypedDict):
    """Whether the claims of this page have every word of `q`, and which words that claims write were taken for it.

    Only with `q`. Other words are tried when no claim has every word; any of them is enough when that helps nothing.
    """

    has_every_word: bool
    also_searched: list[str]


class Part(TypedDict):
    """A public part of a compound claim, with its current verdict."""

    slug: str
    statement: LocalizedText
    verification_status: str
    rating: RatingDocument | None
    summary: LocalizedText


class Claim(ClaimDocument):
    """The document of the current publication, its envelope, and what has come since: the parts' verdicts now."""

    first_published_at: str
    publication: Envelope
    parts: list[Part]
    links: ClaimLinks


class RedactedField(TypedDict):
    """A field that the law forced out of a version, the version that announced it, and on what grounds."""

    field: str
    version: int
    reason: LocalizedText
    published_at: str


class ClaimThen(ClaimDocument):
    """The claim as it stood at a moment. Its parts are named in ``children`` as that version named them."""

    stood_at: str
    first_published_at: str
    publication: Envelope
    redacted: list[RedactedField]
    links: ClaimLinks


class MovedClaim(TypedDict):
    """Where a merged claim is found now, through as many merges as there were."""

    slug: str
    merged_into: ClaimReference
    url: str


class VersionSummary(TypedDict):
    number: int
    version: int
    kind: str
    correction_type: str | None
    note: LocalizedText
    published_at: str
    verification_status: str
    rating: RatingDocument | None
    digest: str
    url: str


class StoredVersion(TypedDict):
    """One publication with all that is needed to verify it: see ``/docs/api.md``.

    A field in ``leaves`` that is not in ``document`` was redacted; a later version says so.
    """

    envelope: Envelope
    document: ClaimDocument
    salts: dict[str, str]
    leaves: dict[str, str]


class Version(StoredVersion):
    """The same, and which of its fields were redacted since."""

    redacted: list[RedactedField]


class Tombstone(TypedDict):
    """What a copy has to take away. ``kind`` is ``retraction``, ``merge`` or ``redaction``.

    A retracted claim stays with its reason instead of a verdict; a merged one leads to ``merged_into``. The fields in
    ``redacted_fields`` are to be removed from ``document`` and ``salts`` of every earlier version of the claim.
    """

    kind: str
    claim: str
    merged_into: str | None
    redacted_fields: list[str]
    reason: LocalizedText


class Change(StoredVersion):
    """One publication as the record holds it."""

    tombstone: Tombstone | None


class Changes(TypedDict):
    """``last`` is the ``since`` of the next request, which ``next`` is; ``more`` says whether it has something now."""

    since: int
    last: int
    more: bool
    next: str
    results: list[Change]
    texts: NotRequired[dict[str, str]]


class ArticleSummary(ArticleDocument):
    claims: int
    api_url: str


class ClaimInArticle(TypedDict):
    """A claim and its place in the article that it is listed under."""

    slug: str
    statement: LocalizedText
    verification_status: str
    rating: RatingDocument | None
    occurrence: str
    selector: tuple[TextQuoteSelector, TextPositionSelector]
    context: QuoteContext
    links: ClaimLinks


class Article(ArticleDocument):
    """``text`` is the text that the selectors refer to, code point for code point."""

    text: str
    claims: list[ClaimInArticle]


class SourceSummary(SourceDocument):
    claims: int
    api_url: str


class ClaimWithSource(TypedDict):
    slug: str
    statement: LocalizedText
    verification_status: str
    rating: RatingDocument | None
    stance: str
    quote: str | None
    quote_language: str | None
    locator: str | None
    note: LocalizedText
    links: ClaimLinks


class Source(SourceDocument):
    claims: list[ClaimWithSource]


class EntityLinks(TypedDict):
    self: str
    claims_by_it: str
    claims_about_it: str
    claims_in_its_articles: str


class Entity(EntityReference):
    """``roles`` has the number of published claims: claimant, subject, article_publisher, source_publisher."""

    roles: dict[str, int]
    links: EntityLinks


class Correction(TypedDict):
    """A publication that corrected, retracted or redacted something. A rating is null where there was none."""

    number: int
    claim: str
    version: int
    kind: str
    correction_type: str | None
    note: LocalizedText
    published_at: str
    statement: LocalizedText
    rating_before: RatingDocument | None
    rating_after: RatingDocument | None
    links: ClaimLinks
    version_url: str


class Stats(TypedDict):
    """``publications`` is also the number of the last one. Retracted and merged claims are in no figure of claims."""

    publications: int
    claims: int
    articles: int
    sources: int
    claims_by_status: dict[str, int]
    claims_by_rating: dict[str, int]
    claims_by_normalized_rating: dict[str, int]
    claims_by_topic: dict[str, int]
    claims_by_month: dict[str, int]
    evidence_by_stance: dict[str, int]
    corrections_by_type: dict[str, int]
    retractions: int
    merges: int
    redactions: int


class Topic(TopicReference):
    claims: int
    claims_url: str


class Rating(RatingDocument):
    position: int
    claims_url: str


class LookupClaim(TypedDict):
    slug: str
    verification_status: str
    rating: str | None
    label: LocalizedText
    normalized: str | None
    page: str


class LookupMatch(TypedDict):
    """``suffix`` is the rest of the digest; ``kind`` is ``url`` or ``statement``, whichever was hashed."""

    suffix: str
    kind: str
    claims: list[LookupClaim]


class LookupAnswer(TypedDict):
    """``padding`` means nothing; it makes answers of different content equally long."""

    prefix: str
    results: list[LookupMatch]
    padding: str


class ClaimInBrief(TypedDict):
    """A published claim and its verdict now."""

    slug: str
    statement: LocalizedText
    verification_status: str
    rating: RatingDocument | None
    links: ClaimLinks


class CheckWorthinessFeature(TypedDict):
    """Something seen in a sentence: its name, the points that it gave or took, and the words that show it."""

    name: str
    points: int
    words: list[str]


class CheckWorthiness(TypedDict):
    """30 points and those of all features, kept between 0 and 100, are a hundred times the ``score``."""

    score: float
    worth_checking: bool
    features: list[CheckWorthinessFeature]


class MatchReason(TypedDict):
    """What the two have in common or, where it ``speaks_against`` the match, what the sentence says and the claim."""

    code: str
    speaks_against: bool
    values: list[str]


class Match(TypedDict):
    """``score`` is the probability that the claim says the same; ``band`` is how sure that is, in a word.

    ``language`` and ``field`` name the text of the claim that fits best; ``by`` says how it was found.
    """

    claim: ClaimInBrief
    score: float
    band: Literal["same_claim", "likely", "related"]
    language: str
    field: str
    by: list[str]
    reasons: list[MatchReason]


class MatchedSentence(TypedDict):
    """Offsets are code points of the text or, of a statement, of the statement itself.

    ``matched`` is false where the text has so many sentences that this one was not asked about.
    """

    start: int
    end: int
    text: str
    check_worthiness: CheckWorthiness
    matched: bool
    matches: list[Match]


class ClaimAtAddress(TypedDict):
    """``stance`` is what the source does to the claim; null for an article, where the claim was made."""

    claim: ClaimInBrief
    stance: str | None


class KnownAddress(TypedDict):
    """A web address in the text that leads to claims. ``claims`` are the newest, at most 50, of ``claims_total``."""

    start: int
    end: int
    url: str
    kind: str
    slug: str
    title: str
    language: str
    api_url: str
    claims_total: int
    claims: list[ClaimAtAddress]


class MatchedArticle(TypedDict):
    """The article that was asked about. Its text is at ``api_url``."""

    slug: str
    title: str
    url: str | None
    text_sha256: str
    api_url: str


class MatchStart(TypedDict):
    """What is known of the text as a whole; the first line of a stream.

    ``language`` is null when none stands out. ``lexical_only`` says that only words were compared, no meanings.
    """

    language: str | None
    lexical_only: bool
    sentences_total: int
    sentences_matched: int
    article: MatchedArticle | None
    addresses: list[KnownAddress]


class MatchAnswer(MatchStart):
    sentences: list[MatchedSentence]


class ExportFile(TypedDict):
    """``bytes`` and ``sha256`` are of the file as it is without compression."""

    name: str
    url: str
    media_type: str
    bytes: int
    sha256: str


class ExportManifest(TypedDict):
    """``number`` and ``digest`` are the end of the record that the files were made from."""

    number: int
    digest: str
    published_at: str | None
    license: str
    publisher: str
    files: list[ExportFile]


class Signature(TypedDict):
    """Ed25519, in base64. ``key_id`` is the first 16 digits of the SHA-256 of the public key."""

    key_id: str
    signature: str


class Checkpoint(TypedDict):
    """A signed head. The signatures are made over the RFC 8785 canonical JSON of the other four fields."""

    origin: str
    number: int
    digest: str
    published_at: str
    signatures: list[Signature]


class RecordHead(TypedDict):
    """The end of the chain. ``number`` is 0 and ``digest`` 64 zeros while nothing is published.

    ``checkpoint`` is the newest signed one; null for a site without a signing key.
    """

    number: int
    digest: str
    published_at: str | None
    checkpoint: Checkpoint | None


class Root(TypedDict):
    claims: str
    articles: str
    sources: str
    entities: str
    topics: str
    ratings: str
    corrections: str
    stats: str
    match: str
    changes: str
    export: str
    record_head: str
    checkpoints: str
    schema: str
    documentation: str


class ErrorDetail(TypedDict):
    code: str
    detail: str
    attr: str | None


class MatchEnd(TypedDict):
    """The last line of a stream; without it, the stream was cut off. ``sentences`` are those that were given.

    Where comparing took longer than it may, it is not ``complete``, and ``errors`` say why.
    """

    sentences: int
    complete: bool
    errors: list[ErrorDetail]


class Problem(TypedDict):
    """The one shape of every error (RFC 9457). ``attr`` names the parameter or field it is about."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorDetail]
    request_id: str


class FactCheckPublisher(TypedDict):
    name: str
    site: str


class FactCheckReview(TypedDict):
    publisher: FactCheckPublisher
    url: str
    title: str
    reviewDate: str
    textualRating: str
    languageCode: str


class FactCheckClaim(TypedDict):
    text: str
    claimant: NotRequired[str]
    claimDate: NotRequired[str]
    claimReview: list[FactCheckReview]


class OEmbedAnswer(TypedDict):
    """oEmbed 1.0, type `rich`; sizes in pixels, `cache_age` in seconds."""

    type: Literal["rich"]
    version: Literal["1.0"]
    title: str
    provider_name: str
    provider_url: str
    cache_age: int
    html: str
    width: int
    height: int
    thumbnail_url: str
    thumbnail_width: int
    thumbnail_height: int


class FactCheckAnswer(TypedDict):
    """Google's shape: what is empty is left out, so an empty answer is ``{}``."""

    claims: NotRequired[list[FactCheckClaim]]
    nextPageToken: NotRequired[str]


class GoogleError(TypedDict):
    code: int
    message: str
    status: str


class GoogleErrorAnswer(TypedDict):
    error: GoogleError


def page_of(item: str, *, sparse: bool = False, counted: bool = False, searched: bool = False) -> dict[str, Any]:
    """OpenAPI schema of a page of ``item``; with ``sparse``, items may lack the fields that were not asked for."""
    address = {"type": ["string", "null"], "format": "uri"}
    items = either_of(item) if sparse else reference(item)
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {
            **({"count": {"type": "integer", "description": "Only with `count=true`."}} if counted else {}),
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": items},
            **({"search": reference("SearchedWords")} if searched else {}),
        },
    }


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def either_of(name: str) -> dict[str, Any]:
    """The whole shape, or as much of it as ``fields=`` asked for, its texts flattened by ``lang=``."""
    return {"anyOf": [reference(name), reference(f"Presented{name}")]}
