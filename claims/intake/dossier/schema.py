"""The shape of a dossier file. Unknown keys are refused; ``examples/us-china-ai/README.md`` describes the format."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from claims.record import site_languages
from claims.text.addresses import canonical_url


def _in_every_language(text: dict[str, str]) -> dict[str, str]:
    if set(text) != set(site_languages()):
        raise ValueError(f"needs exactly the languages {', '.join(sorted(site_languages()))}")
    for language, words in text.items():
        if not words.strip():
            raise ValueError(f"“{language}” is empty")
    return text


def _web_address(address: str) -> str:
    canonical_url(address)
    return address


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=120)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Text = Annotated[dict[str, Annotated[str, StringConstraints(max_length=20_000)]], AfterValidator(_in_every_language)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Offset = Annotated[int, Field(ge=0)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Head(Part):
    slug: Slug
    title: Text
    consulted_on: date
    note: Text


class BoilerplateSpan(Part):
    kind: Slug
    start: Offset
    end: Offset


class NotCheckable(Part):
    kind: Literal["headline", "subheading", "general-statement", "opinion", "motive", "prediction", "question"]
    start: Offset
    end: Offset
    reason: Text


class DossierArticle(Part):
    slug: Slug
    title: Words
    url: WebAddress | None
    mirror_url: WebAddress | None
    publisher: Slug
    authors: list[Words]
    editors: list[Words] = []
    published_on: date
    language: Language
    captured: str
    text_file: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    offset_unit: Literal["unicode-code-points"] = "unicode-code-points"
    boilerplate: list[BoilerplateSpan]
    not_checkable: list[NotCheckable]


class DossierRating(Part):
    slug: Slug
    value: int | None
    normalized: Literal["true", "false", "mixture", "unproven", "other"]
    label: Text
    definition: Text


class DossierEntity(Part):
    slug: Slug
    kind: Literal["person", "organization", "country", "product"]
    name: Text
    domain: str | None = None
    url: WebAddress | None = None


class DossierTopic(Part):
    slug: Slug
    name: Text


class DossierSource(Part):
    slug: Slug
    publisher: Slug
    title: Words
    title_is_description: bool = False
    url: WebAddress
    published_on: date | None
    language: Language
    kind: Literal["government", "court", "company", "research", "news", "reference", "other"]
    primary: bool
    copy_of: Words | None = None
    note: Text


class Quote(Part):
    exact: Annotated[str, StringConstraints(min_length=1)]
    start: Offset
    end: Offset
    prefix: str
    suffix: str


class DossierEvidence(Part):
    source: Slug
    stance: Literal["supports", "refutes", "context"]
    quote: Words | None
    quote_language: Language | None
    note: Text


class DossierAssessment(Part):
    rating: Slug
    confidence: Literal["low", "medium", "high"]
    summary: Text
    reasoning: Text
    as_of: date
    caveats: Text


class DossierClaim(Part):
    slug: Slug
    statement: Text
    parent: Slug | None
    quote: Quote
    claimant: Slug | None
    attribution: Text
    claimed_on: date
    timeframe: Text
    topics: list[Slug]
    entities: list[Slug]
    checkworthiness: Annotated[float, Field(ge=0, le=1)]
    evidence: list[DossierEvidence]
    assessment: DossierAssessment


class DossierFile(Part):
    dossier: Head
    article: DossierArticle
    rating_scale: list[DossierRating]
    entities: list[DossierEntity]
    topics: list[DossierTopic]
    sources: list[DossierSource]
    claims: list[DossierClaim]
