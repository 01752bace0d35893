"""Has this been checked before? A text, a known article or a list of statements, sentence by sentence.

What is sent is compared and forgotten: no table, no log and no cache gets it.
"""

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiResponse
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes
from claims.api.bodies import BodyTooLarge, StrictJSONParser
from claims.api.match_question import WHAT, MatchQuestion, read_question
from claims.api.rendering import FastJSONRenderer
from claims.api.representations import address, claim_links
from claims.api.schema import LINES, describe
from claims.api.shapes import reference
from claims.api.views import PublicView
from claims.record.document import ArticleDocument
from claims.search import ClaimInBrief
from claims.search.text_matching import (
    LONGEST_TEXT_BYTES,
    CheckedSentence,
    CheckedText,
    KnownAddress,
    MatchedClaim,
    TextTooHeavy,
    TextTooLong,
    TooManySentences,
    UnknownArticle,
    check_statements,
    check_text,
    known_article,
)
from claims.text.addresses import UnsafeAddress
from claims.text.check_worthiness import CheckWorthiness

# A text whose every byte is escaped, and what stands around it.
LARGEST_BODY = 6 * LONGEST_TEXT_BYTES + 10_000
TOO_HEAVY = "too_heavy"


class QuestionParser(StrictJSONParser):
    """The body is refused before it is read when no question can be so large."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        length = str(parser_context["request"].META.get("CONTENT_LENGTH") or "0")
        if length.isdigit() and int(length) > LARGEST_BODY:
            raise BodyTooLarge(f"The body has more than {LARGEST_BODY:,} bytes.")
        return super().parse(stream, media_type, parser_context)


class LineRenderer(FastJSONRenderer):
    """For refusals, which are one object in either form."""

    media_type = LINES
    format = "ndjson"


class Matching(PublicView):
    """The published claims that say what each sentence of a text says, and how much the sentence is worth checking.

    With `Accept: application/x-ndjson` the answer is streamed: a line about the text (`MatchStart`), a line a sentence
    (`MatchedSentence`), and one at the end (`MatchEnd`). Each sentence that is matched counts as one request.
    """

    http_method_names = ["post", "options"]
    parser_classes = (QuestionParser,)
    renderer_classes = (FastJSONRenderer, LineRenderer)

    @describe(
        "match",
        reference("MatchAnswer"),
        request=reference("MatchQuestion"),
        refusals=(400, 404, 413, 415),
        answers={
            (200, "application/json"): OpenApiResponse(reference("MatchAnswer"), description=""),
            (200, LINES): OpenApiResponse({"type": "string"}, description=""),
        },
    )
    def post(self, request: Request) -> HttpResponseBase:
        question = read_question(request.data)
        checked, article = _checked(question)
        # As many questions as there are sentences: who sends long texts gets to the limit sooner.
        request.throttle_used.count(request, max(0, checked.matched_total - 1))  # type: ignore[attr-defined]
        start = _start(request, checked, article)
        sentences = (_sentence(request, sentence) for sentence in checked.sentences())
        if request.accepted_renderer.media_type == LINES:
            return StreamingHttpResponse(_lines(start, sentences, checked, _asked(question)), content_type=LINES)
        try:
            answer: shapes.MatchAnswer = {**start, "sentences": list(sentences)}
        except TextTooHeavy as refusal:
            raise ValidationError({_asked(question): [str(refusal)]}, code=TOO_HEAVY) from None
        return Response(answer)


def _asked(question: MatchQuestion) -> str:
    return next(name for name in WHAT if name in question.model_fields_set)


def _checked(question: MatchQuestion) -> tuple[CheckedText, ArticleDocument | None]:
    language = question.language or ""
    if question.statements:
        return check_statements(question.statements, language=language, most=question.most), None
    if "article" not in question.model_fields_set:
        return _checked_text("text", question.text, language, question.most), None
    try:
        article = known_article(question.article)
    except UnsafeAddress as refusal:
        raise ValidationError({"article": [str(refusal)]}, code="invalid_address") from None
    except UnknownArticle as unknown:
        raise NotFound(str(unknown)) from None
    return _checked_text("article", article.text, article.facts["language"], question.most), article.facts


def _checked_text(member: str, text: str, language: str, most: int) -> CheckedText:
    try:
        return check_text(text, language=language, most=most)
    except TextTooLong as refusal:
        raise ValidationError({member: [str(refusal)]}, code="max_length") from None
    except TooManySentences as refusal:
        raise ValidationError({member: [str(refusal)]}, code="too_many_sentences") from None


def _lines(
    start: shapes.MatchStart, sentences: Iterator[shapes.MatchedSentence], checked: CheckedText, member: str
) -> Iterator[bytes]:
    write = FastJSONRenderer().render
    yield write(start) + b"\n"
    done = 0
    end: shapes.MatchEnd = {"sentences": len(checked.weighed), "complete": True, "errors": []}
    try:
        for sentence in sentences:
            yield write(sentence) + b"\n"
            done += 1
    except TextTooHeavy as refusal:
        # The status has gone out; what follows it must say so.
        error: shapes.ErrorDetail = {"code": TOO_HEAVY, "detail": str(refusal), "attr": member}
        end = {"sentences": done, "complete": False, "errors": [error]}
    yield write(end) + b"\n"


def _start(request: Request, checked: CheckedText, article: ArticleDocument | None) -> shapes.MatchStart:
    return {
        "language": checked.language or None,
        "lexical_only": checked.is_lexical_only,
        "sentences_total": len(checked.weighed),
        "sentences_matched": checked.matched_total,
        "article": _article(request, article) if article else None,
        "addresses": [_address(request, one) for one in checked.addresses],
    }


def _article(request: Request, article: ArticleDocument) -> shapes.MatchedArticle:
    return {
        "slug": article["slug"],
        "title": article["title"],
        "url": article["url"],
        "text_sha256": article["text_sha256"],
        "api_url": address(request, "article", slug=article["slug"]),
    }


def _address(request: Request, known: KnownAddress) -> shapes.KnownAddress:
    return {
        "start": known.place.start,
        "end": known.place.end,
        "url": known.place.url,
        "kind": known.kind,
        "slug": known.slug,
        "title": known.title,
        "language": known.language,
        "api_url": address(request, known.kind, slug=known.slug),
        "claims_total": known.claims_total,
        "claims": [{"claim": _claim(request, one.claim), "stance": one.stance or None} for one in known.claims],
    }


def _sentence(request: Request, checked: CheckedSentence) -> shapes.MatchedSentence:
    return {
        "start": checked.sentence.start,
        "end": checked.sentence.end,
        "text": checked.sentence.text,
        "check_worthiness": _check_worthiness(checked.check_worthiness),
        "matched": checked.is_matched,
        "matches": [_match(request, found) for found in checked.matches],
    }


def _check_worthiness(weighed: CheckWorthiness) -> shapes.CheckWorthiness:
    return {
        "score": weighed.score,
        "worth_checking": weighed.is_worth_checking,
        "features": [{"name": sign.name, "points": sign.points, "words": list(sign.words)} for sign in weighed.signs],
    }


def _match(request: Request, found: MatchedClaim) -> shapes.Match:
    match = found.match
    return {
        "claim": _claim(request, found.claim),
        "score": match.score,
        "band": match.band.value,
        "language": match.language,
        "field": match.field,
        "by": list(match.by),
        "reasons": [
            {"code": reason.code.value, "speaks_against": reason.speaks_against, "values": list(reason.values)}
            for reason in match.reasons
        ],
    }


def _claim(request: Request, claim: ClaimInBrief) -> shapes.ClaimInBrief:
    return {
        "slug": claim.slug,
        "statement": claim.statement,
        "verification_status": claim.verification_status,
        "rating": claim.rating,
        "links": claim_links(request, claim.slug),
    }
