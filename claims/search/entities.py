"""Who and what the published claims name: claimants, subjects, publishers of articles and of sources."""

import json
from typing import Any

from django.core.cache import cache
from typing_extensions import TypedDict

from claims.models import Publication, reading_connection
from claims.record.document import EntityReference

ROLES = ("claimant", "subject", "article_publisher", "source_publisher")
SECONDS_TO_KEEP = 3_600
# Plain SQL: the ORM cannot unnest JSON in several ways and join the results. The newest document names an entity best.
NAMED = """
WITH named AS (
    SELECT 'claimant' AS role, slug AS claim, publication_id, document -> 'claimant' AS entity
        FROM claims_publishedclaim WHERE claimant <> '' AND merged_into = '' AND verification_status <> 'retracted'
    UNION ALL
    SELECT 'subject', slug, publication_id, jsonb_array_elements(document -> 'entities')
        FROM claims_publishedclaim WHERE merged_into = '' AND verification_status <> 'retracted'
    UNION ALL
    SELECT 'article_publisher', appearance.claim_id, publication_id, appearance.document #> '{article,publisher}'
        FROM claims_publishedappearance appearance JOIN claims_publishedclaim claim ON claim.slug = appearance.claim_id
    UNION ALL
    SELECT 'source_publisher', evidence.claim_id, publication_id, evidence.document #> '{source,publisher}'
        FROM claims_publishedevidence evidence JOIN claims_publishedclaim claim ON claim.slug = evidence.claim_id
        WHERE evidence.source <> ''
)
SELECT role, entity ->> 'slug' AS slug, count(DISTINCT claim), max(publication_id) AS newest, entity
    FROM named GROUP BY role, entity ORDER BY newest
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
    with reading_connection().cursor() as cursor:
        cursor.execute(NAMED)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    found: dict[str, NamedEntity] = {}
    for role, slug, claims, _newest, entity in rows:
        known = found.setdefault(slug, {"entity": _parsed(entity), "roles": dict.fromkeys(ROLES, 0)})
        # Older documents may hold an older name; the last row is the newest.
        known["entity"] = _parsed(entity)
        known["roles"][role] += claims
    return dict(sorted(found.items()))


def _parsed(entity: Any) -> EntityReference:
    parsed: EntityReference = json.loads(entity) if isinstance(entity, str) else entity
    return parsed
