"""Which published claims say the same as each of some statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.models import PublishedStatement
from claims.record.vectors import installed_engine
from claims.search.matches.asked import Asked
from claims.search.matches.differences import differences
from claims.search.matches.features import Candidate, gathered
from claims.search.matches.lexical import LEAST_UNDERSTOOD, Terms, Worded, candidates, terms_of, worded_claims
from claims.search.matches.match import Match, Reason, ReasonCode
from claims.search.matches.semantic import Meanings, Similarities, meanings
from claims.search.matches.weights import Weights, weights
from claims.search.word_weights import FIELDS
from claims.text.normalisation import fold
from claims.text.search_words import as_written

MOST_MATCHES = 20
# What is less likely than this is not worth a reader's time.
LEAST_SCORE = 0.02
# Only the very words are sure.
ALMOST_SURE = 0.9999
CLOSE_SIMILARITY = 0.88


class Way(StrEnum):
    """By what claims are found: words, meanings, or both, which needs the extra ``semantic``."""

    LEXICAL = "lexical"
    SEMANTIC = "semantic"
    FUSED = "fused"


def is_semantic() -> bool:
    """Whether meanings are compared. Otherwise all matches are by words alone."""
    return installed_engine() is not None


def match(
    statements: Sequence[str],
    *,
    most: int = MOST_MATCHES,
    languages: Collection[str] | None = None,
    way: Way | None = None,
    least: float = LEAST_SCORE,
) -> list[list[Match]]:
    """For each statement the published claims that say the same or nearly, the likeliest first.

    Never a retracted or merged claim. With ``languages``, only what claims say in those is looked at. No statement is
    an error: what has no words has no matches. What scores below ``least`` is left out. ``way`` is for comparing;
    usually it is the best that is installed.
    """
    way = way or (Way.FUSED if is_semantic() else Way.LEXICAL)
    found = gather(statements, languages=languages, way=way)
    used = weights(way)
    # Texts are looked at afterwards, which may put another one first.
    looked_at = max(most, MOST_MATCHES)
    best = [_best(each, used, looked_at, least) for each in found]
    texts = _statements({candidate.claim for each in best for candidate, _ in each})
    return [_told(each, chosen, texts, used)[:most] for each, chosen in zip(found, best, strict=True)]


@dataclass
class Gathered:
    """The candidates of one statement; ``by_words`` are those that its words have found."""

    asked: Asked
    terms: dict[str, Terms]
    candidates: list[Candidate]
    by_words: set[str]

    @property
    def language(self) -> str:
        """That in which most of the statement's words are known."""
        best = max(self.terms.values(), key=lambda each: each.understood, default=None)
        return best.language if best else ""


def gather(statements: Sequence[str], *, languages: Collection[str] | None, way: Way) -> list[Gathered]:
    """By words and by meaning; what one of the two found is weighed by the other as well."""
    asked = [Asked.about(statement) for statement in statements]
    terms = [{each.language: each for each in found} for found in terms_of([each.words for each in asked], languages)]
    rows = [_by_words(each) if way != Way.SEMANTIC else [] for each in terms]
    by_words = [{row.claim for row in chosen} for chosen in rows]
    near: list[Similarities] = _near(asked, terms, by_words, languages) if way != Way.LEXICAL else [{} for _ in asked]
    if way == Way.FUSED:
        lacking = [{claim for claim, _ in similar} - found for similar, found in zip(near, by_words, strict=True)]
        more = worded_claims(lacking, terms)
        rows = [[*chosen, *added] for chosen, added in zip(rows, more, strict=True)]
    return [
        Gathered(asked[place], terms[place], gathered(terms[place], rows[place], near[place]), by_words[place])
        for place in range(len(asked))
    ]


def _by_words(terms: dict[str, Terms]) -> list[Worded]:
    return candidates(terms.values())


def _near(
    asked: list[Asked],
    terms: list[dict[str, Terms]],
    by_words: list[set[str]],
    languages: Collection[str] | None,
) -> list[Similarities]:
    """How near the nearest claims are, and those that the words have found."""
    known = {language for found in terms for language in found} if languages is None else set(languages)
    # What has no word at all, in any language of the site, means nothing that could be compared.
    places = [place for place, each in enumerate(terms) if any(found.frequencies for found in each.values())]
    compared: Meanings | None = meanings([asked[place].text for place in places], known)
    near: list[Similarities] = [{} for _ in asked]
    if compared is None:
        return near
    for place, found in zip(places, compared.near([by_words[place] for place in places]), strict=True):
        near[place] = found
    return near


def _best(found: Gathered, used: Weights, most: int, least: float) -> list[tuple[Candidate, float]]:
    scored = [(each, _score(each, used, found.terms)) for each in found.candidates]
    scored.sort(key=lambda each: (-each[1], each[0].claim))
    return [each for each in scored if each[1] >= least][:most]


def _score(candidate: Candidate, used: Weights, terms: dict[str, Terms]) -> float:
    """Where a claim says nothing in the language of the statement, words prove little: its meaning decides."""
    languages = candidate.worded.keys() | candidate.similarities.keys()
    understood = max((terms[language].understood for language in languages if language in terms), default=0.0)
    is_foreign = bool(candidate.similarities) and understood < LEAST_UNDERSTOOD
    return (weights(Way.SEMANTIC) if is_foreign else used).probability(candidate.features)


def _statements(claims: Collection[str]) -> dict[str, dict[str, str]]:
    """By claim and language; of claims that stand, for others have none."""
    texts: dict[str, dict[str, str]] = {}
    rows = PublishedStatement.objects.filter(claim__in=claims).values_list("claim", "language", "text")
    for claim, language, text in rows if claims else ():
        texts.setdefault(claim, {})[language] = text
    return texts


def _told(
    found: Gathered, best: list[tuple[Candidate, float]], texts: Mapping[str, Mapping[str, str]], used: Weights
) -> list[Match]:
    matches = [_match(found, each, score, texts[each.claim], used) for each, score in best if each.claim in texts]
    # What differs is less sure than what comes behind it.
    return sorted(matches, key=lambda each: -each.score)


def _match(found: Gathered, candidate: Candidate, score: float, texts: Mapping[str, str], used: Weights) -> Match:
    row, near = candidate.best, candidate.similarities
    language = max(near, key=lambda name: near[name]) if near else row.language if row else next(iter(texts))
    # Only what is looked at, when languages are chosen.
    texts = {name: text for name, text in texts.items() if name in found.terms} or texts
    against = differences(found.asked.said, texts, found.language)
    if found.asked.folded in {fold(text) for text in texts.values()}:
        # Word for word: no other claim says it better.
        against, score = [], 1.0
    else:
        score = _lowered(min(score, ALMOST_SURE), len(against), used)
    field, shared = _most_shared(row, found.terms) if row else ("statement", ())
    reasons = [Reason(ReasonCode.SHARED_WORDS, shared)] if shared else []
    if candidate.similarity >= CLOSE_SIMILARITY:
        reasons.append(Reason(ReasonCode.CLOSE_MEANING))
    ways = ((Way.LEXICAL, candidate.claim in found.by_words), (Way.SEMANTIC, bool(near)))
    by = tuple(way.value for way, has_found in ways if has_found)
    return Match(candidate.claim, round(score, 4), used.band(score), language, field, by, (*reasons, *against))


def _most_shared(row: Worded, terms: dict[str, Terms]) -> tuple[str, tuple[str, ...]]:
    """The field that has most of the statement's words, and these as somebody wrote them, the rarest first."""
    said = terms[row.language]
    shared = {name: [term for term in said.known if term in row.fields[name]] for name in FIELDS}
    field = max(FIELDS, key=lambda name: len(shared[name]))
    return field, tuple(dict.fromkeys(as_written(said.words[term]) for term in shared[field]))


def _lowered(score: float, differences: int, used: Weights) -> float:
    """Below the bound of the next lower band for each difference, whatever else agrees."""
    bounds = [used.same_from, used.likely_from]
    for _difference in range(differences):
        score = next((bound * 0.99 for bound in bounds if score >= bound), score)
    return score
