"""Build the public document of a claim from the drafts. The only place where a draft becomes public text."""

from django.conf import settings

from claims.models import (
    Appearance,
    Article,
    Assessment,
    Claim,
    Entity,
    Evidence,
    PublishedClaim,
    Rating,
    Snapshot,
    Source,
)
from claims.record.document import (
    SCHEMA_VERSION,
    AppearanceDocument,
    ArticleDocument,
    ClaimDocument,
    ClaimReference,
    EntityReference,
    EvidenceDocument,
    NotCheckableSpan,
    PanelDocument,
    QuoteContext,
    RatingDocument,
    RelatedClaim,
    SourceDocument,
    TopicReference,
)
from claims.record.localization import localized, utc_timestamp
from claims.text.digests import canonical_json, sha256_hex

CONTEXT_CHARACTERS = 280

# Fields that change without anybody touching this claim, so an approval does not depend on them.
OUTSIDE_APPROVAL = frozenset(
    {
        "parent",
        "children",
        "related",
        "corrections",
        "redactions",
        "merged_into",
        "people",
        "methodology_version",
        "license",
    }
)


def build_document(claim: Claim, assessment: Assessment | None) -> ClaimDocument:
    """The document that readers would see if the claim were published now, without its corrections.

    Only claims that are public already are named as parent, part or relation, so that no draft leaks through a
    neighbour. Without an assessment the document has no verdict.
    """
    public_claims = _public_neighbours(claim)
    return {
        "schema_version": SCHEMA_VERSION,
        "slug": claim.slug,
        "statement": localized(claim.statement),
        "claimant": _entity(claim.claimant) if claim.claimant else None,
        "attribution": localized(claim.attribution),
        "claimed_on": claim.claimed_on.isoformat() if claim.claimed_on else None,
        "timeframe": localized(claim.timeframe),
        "topics": [_topic(topic) for topic in claim.topics.order_by("slug")],
        "entities": [_entity(entity) for entity in claim.entities.order_by("slug")],
        "parent": public_claims.get(claim.parent.slug) if claim.parent else None,
        "children": [
            public_claims[child.slug] for child in claim.children.order_by("slug") if child.slug in public_claims
        ],
        "related": _related(claim, public_claims),
        "checkworthiness": float(claim.checkworthiness) if claim.checkworthiness is not None else None,
        "verification_status": _verification_status(claim, assessment),
        "rating": _rating(assessment.rating) if assessment and assessment.rating else None,
        "confidence": (assessment.confidence or None) if assessment else None,
        "summary": localized(assessment.summary) if assessment else {},
        "reasoning": localized(assessment.reasoning) if assessment else {},
        "caveats": localized(assessment.caveats) if assessment else {},
        "as_of": assessment.as_of.isoformat() if assessment and assessment.as_of else None,
        "review_due": assessment.review_due.isoformat() if assessment and assessment.review_due else None,
        "expires_on": assessment.expires_on.isoformat() if assessment and assessment.expires_on else None,
        "panel": _panel(assessment) if assessment and assessment.publish_split else None,
        "appearances": _appearances(claim),
        "evidence": [
            _evidence(row) for row in claim.evidence.select_related("source__publisher").order_by("position", "id")
        ],
        "corrections": [],
        "redactions": [],
        "merged_into": None,
        "people": {
            "author": assessment.author.byline if assessment else None,
            "approver": assessment.approver.byline if assessment and assessment.approver else None,
        },
        "methodology_version": settings.METHODOLOGY_VERSION,
        "license": settings.LICENSE_URL,
    }


def approval_digest(document: ClaimDocument) -> str:
    """SHA-256 over what an approver vouches for; a different digest at publication means that something was edited.

    Where others repeat the claim is not part of it: a repeat is attached without a review. The fields that came later
    count only when they are filled, so that older digests still hold.
    """
    covered = {key: value for key, value in document.items() if key not in OUTSIDE_APPROVAL}
    first = [row for row in document["appearances"] if row["occurrence"] == Appearance.Occurrence.FIRST]
    covered["appearances"] = first
    empty = [key for key in ("expires_on", "panel") if covered.get(key) is None]
    return sha256_hex(canonical_json({key: value for key, value in covered.items() if key not in empty}))


def _verification_status(claim: Claim, assessment: Assessment | None) -> str:
    if assessment is not None and assessment.rating_id is not None:
        return Claim.VerificationStatus.VERIFIED.value
    started = claim.verification_status == Claim.VerificationStatus.IN_PROGRESS
    return (Claim.VerificationStatus.IN_PROGRESS if started else Claim.VerificationStatus.UNVERIFIED).value


def _public_neighbours(claim: Claim) -> dict[str, ClaimReference]:
    # One look at each of three indexes; joined by OR, every claim would be read.
    neighbours = claim.relations.values_list("to_claim__slug").union(
        claim.related_from.values_list("from_claim__slug"), claim.children.order_by().values_list("slug")
    )
    slugs = {slug for (slug,) in neighbours}
    if claim.parent:
        slugs.add(claim.parent.slug)
    if not slugs:
        return {}
    public = PublishedClaim.objects.listed().filter(slug__in=slugs).values_list("slug", "document__statement")
    return {slug: {"slug": slug, "statement": statement} for slug, statement in public}


def _related(claim: Claim, public_claims: dict[str, ClaimReference]) -> list[RelatedClaim]:
    relations = claim.relations.select_related("to_claim").order_by("kind", "to_claim__slug")
    return [
        {**public_claims[relation.to_claim.slug], "kind": relation.kind}
        for relation in relations
        if relation.to_claim.slug in public_claims
    ]


def _topic(topic: object) -> TopicReference:
    return {"slug": topic.slug, "name": localized(topic.name)}  # type: ignore[attr-defined]


def _entity(entity: Entity) -> EntityReference:
    return {
        "slug": entity.slug,
        "kind": entity.kind,
        "name": localized(entity.name),
        "domain": entity.domain or None,
        "same_as": list(entity.same_as),
    }


def _rating(rating: Rating) -> RatingDocument:
    return {
        "slug": rating.slug,
        "label": localized(rating.label),
        "definition": localized(rating.definition),
        "value": rating.value,
        "normalized": rating.normalized,
        "scale": {
            "slug": rating.scale.slug,
            "name": localized(rating.scale.name),
            "worst": rating.scale.worst,
            "best": rating.scale.best,
        },
    }


def _panel(assessment: Assessment) -> PanelDocument | None:
    """The votes on what is submitted now; none before somebody voted."""
    votes: dict[str, int] = {}
    ratings: dict[str, Rating] = {}
    for vote in assessment.votes.filter(submission=assessment.submission).select_related("rating"):
        votes[vote.rating.slug] = votes.get(vote.rating.slug, 0) + 1
        ratings[vote.rating.slug] = vote.rating
    if not votes:
        return None
    in_order = sorted(ratings.values(), key=lambda rating: (rating.position, rating.slug))
    return {
        "votes": sum(votes.values()),
        "split": [
            {"rating": rating.slug, "label": localized(rating.label), "votes": votes[rating.slug]}
            for rating in in_order
        ],
    }


def _appearances(claim: Claim) -> list[AppearanceDocument]:
    rows = list(
        claim.appearances.select_related("snapshot__article__publisher").order_by(
            "occurrence", "snapshot__article__published_on", "snapshot_id", "start", "end"
        )
    )
    not_checkable = _not_checkable({row.snapshot_id for row in rows})
    return [_appearance(row, not_checkable.get(row.snapshot_id, [])) for row in rows]


def appearance_document(row: Appearance) -> AppearanceDocument:
    """One appearance as a document shows it."""
    return _appearance(row, _not_checkable({row.snapshot_id}).get(row.snapshot_id, []))


def _not_checkable(snapshots: set[int]) -> dict[int, list[NotCheckableSpan]]:
    """By snapshot, the sentences that were set aside as not checkable, in reading order."""
    spans: dict[int, list[NotCheckableSpan]] = {}
    rows = Appearance.objects.filter(snapshot__in=snapshots, claim__stage=Claim.Stage.DISMISSED)
    for row in rows.select_related("claim").order_by("start", "end"):
        spans.setdefault(row.snapshot_id, []).append(
            {
                "kind": row.claim.dismissal_reason,
                "start": row.start,
                "end": row.end,
                "reason": localized(row.claim.dismissal_note),
            }
        )
    return spans


def _appearance(row: Appearance, not_checkable: list[NotCheckableSpan]) -> AppearanceDocument:
    return {
        "occurrence": row.occurrence,
        "article": _article(row.snapshot.article, row.snapshot, not_checkable),
        "selector": (
            {"type": "TextQuoteSelector", "exact": row.exact, "prefix": row.prefix, "suffix": row.suffix},
            {"type": "TextPositionSelector", "start": row.start, "end": row.end},
        ),
        "context": _context(row.snapshot.text, row.start, row.end),
    }


def _article(article: Article, snapshot: Snapshot, not_checkable: list[NotCheckableSpan]) -> ArticleDocument:
    return {
        "slug": article.slug,
        "title": article.title,
        "url": article.url or None,
        "mirror_url": article.mirror_url or None,
        "publisher": _entity(article.publisher),
        "authors": list(article.authors),
        "editors": list(article.editors),
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "language": article.language,
        "retrieved_at": utc_timestamp(snapshot.retrieved_at),
        "text_sha256": snapshot.sha256,
        "boilerplate": [
            {"kind": span["kind"], "start": span["start"], "end": span["end"]} for span in snapshot.boilerplate
        ],
        "not_checkable": not_checkable,
    }


def _context(text: str, start: int, end: int) -> QuoteContext:
    """The rest of the quote's paragraph, cut at a space where it is long."""
    paragraph_start = text.rfind("\n", 0, start) + 1
    paragraph_end = text.find("\n", end)
    before = text[paragraph_start:start]
    after = text[end : paragraph_end if paragraph_end >= 0 else len(text)]
    if len(before) > CONTEXT_CHARACTERS:
        before = "…" + before[-CONTEXT_CHARACTERS:].partition(" ")[2]
    if len(after) > CONTEXT_CHARACTERS:
        after = after[:CONTEXT_CHARACTERS].rpartition(" ")[0] + "…"
    return {"before": before, "after": after}


def _evidence(row: Evidence) -> EvidenceDocument:
    if row.confidential:
        return {
            "stance": row.stance,
            "confidential": True,
            "public_reason": localized(row.public_reason),
            "source": None,
            "quote": None,
            "quote_language": None,
            "locator": None,
            "note": {},
        }
    return {
        "stance": row.stance,
        "confidential": False,
        "public_reason": {},
        "source": _source(row.source),
        "quote": row.quote or None,
        "quote_language": row.quote_language or None,
        "locator": row.locator or None,
        "note": localized(row.note),
    }


def _source(source: Source) -> SourceDocument:
    return {
        "slug": source.slug,
        "title": source.title,
        "title_is_description": source.title_is_description,
        "url": source.url,
        "publisher": _entity(source.publisher),
        "published_on": source.published_on.isoformat() if source.published_on else None,
        "language": source.language,
        "kind": source.kind,
        "primary": source.is_primary,
        "copy_of": source.copy_of or None,
        "archived_url": source.archived_url or None,
        "accessed_on": source.accessed_on.isoformat() if source.accessed_on else None,
        "note": localized(source.note),
    }
