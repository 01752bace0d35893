"""Who did what to the claims of a text lately, from what the database remembers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.text import Truncator

from claims.admin.verb_words import verb_in_words
from claims.models import Snapshot

SHOWN = 12
LONGEST_NAME = 90
# Hundreds at once, and no person's choice.
NOT_TOLD = "Sentence of an imported article"


@dataclass(frozen=True)
class Act:
    """``key`` tells acts apart, ``user`` is the key of the person."""

    key: str
    when: datetime
    who: str
    user: int | None
    verb: str
    claim: str


def acts_of(snapshot: Snapshot, claims: Collection[int]) -> list[Act]:
    """The newest acts on these claims and on places in this text, newest first; each once, whatever it changed."""
    events = [
        *_newest("ClaimEvent", pgh_obj_id__in=claims),
        *_newest("AppearanceEvent", snapshot=snapshot.pk),
    ]
    acts: dict[Any, Act] = {}
    for event in events:
        acts.setdefault(event.pgh_context_id, _act(event))
    return sorted(acts.values(), key=lambda act: act.when, reverse=True)[:SHOWN]


def _newest(table: str, **which: Any) -> list[Any]:
    events = apps.get_model("claims", table)._default_manager.filter(**which, pgh_context__isnull=False)
    told = events.exclude(pgh_context__metadata__reason=NOT_TOLD).select_related("pgh_context")
    return list(told.order_by("-pgh_id")[:SHOWN])


def _act(event: Any) -> Act:
    context = event.pgh_context.metadata or {}
    named = str(event.statement) if hasattr(event, "statement") else event.exact
    return Act(
        key=str(event.pgh_context_id),
        when=event.pgh_created_at,
        who=context.get("user_name", ""),
        user=context.get("user"),
        verb=verb_in_words(context.get("verb", "")),
        claim=Truncator(named).chars(LONGEST_NAME),
    )
