"""Published claims that say nearly the same, so that a newsroom does not rule twice on one thing, or in two ways."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity

from claims.models import PublishedStatement, TextWords, reading_database, telling_words
from claims.record.words import SEARCH_CONFIGURATIONS
from claims.search.claims_in_brief import ClaimInBrief, claims_in_brief
from claims.search.matches import Band, match

# Of the trigrams. PostgreSQL's own threshold is 0.3, which finds claims that only share a subject.
LEAST_SIMILARITY = 0.45
MOST_FOUND = 5
# Statements whose letters are compared.
MOST_COMPARED = 500
LONGEST_STATEMENT = 500


@dataclass(frozen=True)
class SimilarClaim(ClaimInBrief):
    """``similarity`` is 0 to 1, in the language in which the two are closest."""

    similarity: float

    @property
    def rating_slug(self) -> str:
        return str(self.rating["slug"]) if self.rating else ""


def similar_claims(statement: Mapping[str, str], *, besides: str = "", most: int = MOST_FOUND) -> list[SimilarClaim]:
    """Closest first, the published claims that stand and whose statement is much like this one in any language.

    ``besides`` is the slug of the claim that asks. The languages are asked one by one until one finds something. What
    says the same in other words, or in another language, follows.
    """
    found = _by_letters(statement, besides, most)
    if len(found) < most:
        found += _by_matching(statement, {besides, *(one.slug for one in found)}, most - len(found))
    return found


def _by_letters(statement: Mapping[str, str], besides: str, most: int) -> list[SimilarClaim]:
    for language in SEARCH_CONFIGURATIONS:
        text = statement.get(language, "")[:LONGEST_STATEMENT]
        closeness = _closest(text, language, besides, most) if text.strip() else {}
        if closeness:
            return _claims(closeness)
    return []


def _by_matching(statement: Mapping[str, str], known: Collection[str], most: int) -> list[SimilarClaim]:
    text = next((statement[language] for language in SEARCH_CONFIGURATIONS if statement.get(language)), "")
    return _claims(said_alike(text[:LONGEST_STATEMENT], without=known, most=most))


def said_alike(text: str, *, without: Collection[str] = (), most: int = MOST_FOUND) -> dict[str, float]:
    """By slug, likeliest first, how surely published claims say the same in whatever words or language."""
    [found] = match([text], most=most + len(without))
    surest = [one for one in found if one.band != Band.RELATED and one.claim not in without]
    return {one.claim: one.score for one in surest[:most]}


def _closest(text: str, language: str, besides: str, most: int) -> dict[str, float]:
    """By slug, how close the nearest statements are. Whole words choose which are compared letter by letter."""
    chosen = telling_words(text, index="publishedstatement_words", vector=TextWords.template, using=reading_database())
    if chosen is None:
        return {}
    candidates = (
        PublishedStatement.objects.alias(words=TextWords("text"))
        .filter(words=chosen, language=language)
        .exclude(claim=besides)
        .order_by()
        .values("pk")[:MOST_COMPARED]
    )
    nearest = (
        PublishedStatement.objects.filter(pk__in=candidates)
        .annotate(similarity=TrigramSimilarity("text", text))
        .order_by("-similarity", "claim")
        .values_list("claim", "similarity")
    )
    return {slug: similarity for slug, similarity in nearest[:most] if similarity >= LEAST_SIMILARITY}


def _claims(closeness: Mapping[str, float]) -> list[SimilarClaim]:
    found = [SimilarClaim(**vars(one), similarity=closeness[slug]) for slug, one in claims_in_brief(closeness).items()]
    return sorted(found, key=lambda claim: (-claim.similarity, claim.slug))
