"""The topics of claims, as the newest of their documents name them, with the number of claims."""

import json
from typing import Any

from django.db.models import Count, Func, Max, QuerySet

from claims.models import PublishedClaim
from claims.search.statement import part, rows_of

# The ORM puts no subquery over a grouped one; to read each document and group by it would read all of them.
NAMED = """
SELECT topic, claims,
    (SELECT document -> 'topics' FROM claims_publishedclaim claim WHERE claim.publication_id = newest)::text
FROM counted ORDER BY topic
"""


def topics_of(claims: QuerySet[PublishedClaim]) -> dict[str, dict[str, Any]]:
    """By slug, each topic as documents have it and ``claims``. The newest name counts: older documents keep the old."""
    counted = (
        claims.order_by()
        .annotate(topic=Func("topics", function="unnest"))
        .values("topic")
        .annotate(claims=Count("pk"), newest=Max("publication_id"))
        .values_list("topic", "claims", "newest")
    )
    return {
        slug: {**next(topic for topic in json.loads(named) if topic["slug"] == slug), "claims": number}
        for slug, number, named in rows_of([part("counted", counted)], NAMED)
    }
