"""Published claims that say nearly the same, so that a newsroom does not rule twice on one thing, or in two ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.lookups import TrigramSimilar
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Greatest

from claims.models import PublishedClaim
from claims.record.projection import SEARCH_CONFIGURATIONS

# Of the words' trigrams. PostgreSQL's own threshold is 0.3, which finds claims that only share a subject.
LEAST_SIMILARITY = 0.45
MOST_FOUND = 5
LONGEST_STATEMENT = 500


@dataclass(frozen=True)
class SimilarClaim:
    """``similarity`` is 0 to 1, in the language in which the two are closest."""

    slug: str
    statement: Mapping[str, str]
    rating: Mapping[str, Any] | None
    verification_status: str
    similarity: float

    @property
    def rating_slug(self) -> str:
        return str(self.rating["slug"]) if self.rating else ""


def similar_claims(statement: Mapping[str, str], *, besides: str = "", most: int = MOST_FOUND) -> list[SimilarClaim]:
    """Closest first, the published claims that stand and whose statement is much like this one in any language.

    ``besides`` is the slug of the claim that asks.
    """
    texts = {
        language: text[:LONGEST_STATEMENT]
        for language, text in statement.items()
        if language in SEARCH_CONFIGURATIONS and text.strip()
    }
    if not texts:
        return []
    found = _close(PublishedClaim.objects.listed().exclude(slug=besides), texts)
    rows = found.order_by("-similarity", "slug").values_list(
        "slug", "document__statement", "document__rating", "verification_status", "similarity"
    )[:most]
    return [SimilarClaim(*row) for row in rows]


def _close(claims: QuerySet[PublishedClaim], texts: Mapping[str, str]) -> QuerySet[Any]:
    closeness = [TrigramSimilarity(statement_in(language), text) for language, text in texts.items()]
    # The operator alone can use the index; its threshold is a setting of the session, so the exact bound comes after.
    nearby = reduce(or_, (Q(TrigramSimilar(statement_in(language), Value(text))) for language, text in texts.items()))
    similarity = Greatest(*closeness) if len(closeness) > 1 else closeness[0]
    return claims.filter(nearby).annotate(similarity=similarity).filter(similarity__gte=LEAST_SIMILARITY)


def statement_in(language: str) -> KeyTextTransform:
    """The very expression of the index ``publishedclaim_statement_<language>``."""
    return KeyTextTransform(language, KeyTransform("statement", "document"))
