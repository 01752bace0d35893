"""Who and what the published claims name: claimants, subjects, publishers of articles and of sources."""

import json
from typing import Any

from django.core.cache import cache
from typing_extensions import TypedDict

from claims.models import Publication
from claims.record.document import EntityReference
from claims.search.statement import rows_of

ROLES = ("claimant", "subject", "article_publisher", "source_publisher")
SECONDS_TO_KEEP = 3_600
STANDING = """
SELECT publication_id, claimant, entities, publishers, source_publishers FROM claims_publishedclaim
WHERE merged_into = '' AND verification_status <> 'retracted'
"""
# How often each is named, from columns alone, and the newest publication that does so: it has the newest name.
COUNTED = {
    "claimant": "SELECT claimant, count(*), max(publication_id) FROM standing WHERE claimant <> '' GROUP BY 1",
    "subject": "SELECT unnest(entities), count(*), max(publication_id) FROM standing GROUP BY 1",
    "article_publisher": "SELECT unnest(publishers), count(*), max(publication_id) FROM standing GROUP BY 1",
    "source_publisher": "SELECT unnest(source_publishers), count(*), max(publication_id) FROM standing GROUP BY 1",
}
# The entity as that publication has it.
WRITTEN = {
    "claimant": "SELECT claim.document -> 'claimant'",
    "subject": "SELECT each FROM jsonb_array_elements(claim.document -> 'entities') each WHERE each ->> 'slug' = name",
    "article_publisher": """SELECT document #> '{article,publisher}' FROM claims_publishedappearance
        WHERE claim_id = claim.slug AND publisher = name""",
    "source_publisher": """SELECT document #> '{source,publisher}' FROM claims_publishedevidence
        WHERE claim_id = claim.slug AND publisher = name""",
}
NAMED = """
(SELECT newest, '{role}', name, times, entity FROM ({counted}) counted(name, times, newest)
JOIN claims_publishedclaim claim ON claim.publication_id = newest
CROSS JOIN LATERAL ({written} LIMIT 1) written(entity))
"""


class NamedEntity(TypedDict):
    """An entity and, by role, the number of published claims that name it so."""

    entity: EntityReference
    roles: dict[str, int]


def named_entities() -> dict[str, NamedEntity]:
    """By slug. Read once a publication, for nothing else changes it; then from this process's memory."""
    number = Publication.objects.order_by("-number").values_list("number", flat=True).first() or 0
    known: dict[str, NamedEntity] | None = cache.get_or_set(f"named-entities-{number}", _read, SECONDS_TO_KEEP)
    return known or {}


def _read() -> dict[str, NamedEntity]:
    of_roles = [NAMED.format(role=role, counted=COUNTED[role], written=WRITTEN[role]) for role in ROLES]
    rows = rows_of([("standing", STANDING, [])], " UNION ALL ".join(of_roles))
    found: dict[str, NamedEntity] = {}
    for _newest, role, slug, claims, entity in sorted(rows, key=lambda row: row[0]):
        known = found.setdefault(slug, {"entity": _parsed(entity), "roles": dict.fromkeys(ROLES, 0)})
        # Older documents may hold an older name; the last row is the newest.
        known["entity"] = _parsed(entity)
        known["roles"][role] += claims
    return dict(sorted(found.items()))


def _parsed(entity: Any) -> EntityReference:
    parsed: EntityReference = json.loads(entity) if isinstance(entity, str) else entity
    return parsed
