"""What a message says, and who wants it."""

from typing import Any

import orjson

from claims.models import Publication, WebhookSubscription
from claims.record import change, utc_timestamp

Event = WebhookSubscription.Event
EVENTS = {
    Publication.Kind.INITIAL: Event.PUBLISHED,
    Publication.Kind.UPDATE: Event.UPDATED,
    Publication.Kind.CORRECTION: Event.CORRECTED,
    Publication.Kind.RETRACTION: Event.RETRACTED,
    Publication.Kind.MERGE: Event.MERGED,
    Publication.Kind.REDACTION: Event.REDACTED,
}


def event_of(publication: Publication) -> WebhookSubscription.Event:
    return EVENTS[Publication.Kind(publication.kind)]


def message_id(subscription: WebhookSubscription, publication: Publication) -> str:
    """The same at every attempt, so that a receiver knows a message that it has already."""
    return f"msg_{subscription.key.hex}_{publication.number}"


def message(publication: Publication) -> bytes:
    """The body, as the specification has it; ``data`` is what ``/api/v1/changes/`` shows."""
    return orjson.dumps(
        {
            "type": event_of(publication).value,
            "timestamp": utc_timestamp(publication.published_at),
            "data": change(publication),
        }
    )


def wants(subscription: WebhookSubscription, publication: Publication) -> bool:
    """Whether the claim fits the filters, or did before this version: who followed it is told that it left."""
    if subscription.events and event_of(publication).value not in subscription.events:
        return False
    if _fits(subscription, publication.document):
        return True
    before = Publication.objects.filter(claim=publication.claim_id, version=publication.version - 1).first()
    return before is not None and _fits(subscription, before.document)


def _fits(subscription: WebhookSubscription, document: dict[str, Any]) -> bool:
    rating = document.get("rating")
    found = (
        (subscription.topics, {topic["slug"] for topic in document.get("topics") or []}),
        (subscription.ratings, {rating["slug"]} if rating else set()),
        (subscription.languages, {each["article"]["language"] for each in document.get("appearances") or []}),
    )
    return all(not wanted or set(wanted) & there for wanted, there in found)
