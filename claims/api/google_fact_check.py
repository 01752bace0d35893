"""``/v1alpha1/claims:search``: the shape of Google's Fact Check Tools API, so that clients written for it work here.

Its rules are its own: other error bodies, empty keys left out, common parameters that every Google API takes.
"""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.pagination import LONGEST_CURSOR, Cursor
from claims.api.parameters import MOST_DIGITS
from claims.api.schema import describe
from claims.api.views import PublicView
from claims.models import PublishedClaim
from claims.record import site_languages
from claims.record.claimreview import claim_page
from claims.record.document import LocalizedText
from claims.search import LONGEST_QUERY, matching

SEARCH_PARAMETERS = ("query", "languageCode", "reviewPublisherSiteFilter", "maxAgeDays", "pageSize", "offset")
# Every Google API takes them. They change nothing here; the key is neither needed nor kept.
COMMON_PARAMETERS = (
    *("$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint", "quotaUser"),
    *("uploadType", "upload_protocol"),
)
DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE = 10, 100
# Older than any claim: more days than these are no limit.
MOST_DAYS = 365 * 1_000
LARGEST_OFFSET = 100_000
LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", re.ASCII)
STATUSES = {400: "INVALID_ARGUMENT", 404: "NOT_FOUND", 405: "UNIMPLEMENTED", 429: "RESOURCE_EXHAUSTED"}
NEWEST, BEST = ("-publication_id",), ("-rank", "-publication_id")

Node = dict[str, Any]


class Refused(APIException):
    status_code = 400


class GoogleView(PublicView):
    """Errors in the shape that Google's clients read."""

    renderer_classes = (JSONRenderer,)

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        self.check_throttles(request)
        known = {*self.parameters, *COMMON_PARAMETERS}
        if unknown := [name for name in request.query_params if name not in known]:
            raise Refused(f"Unknown name “{unknown[0][:100]}”: there is no such parameter.")

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, NotImplementedHere):
            return Response(_body(exc.status_code, str(exc.detail)), status=exc.status_code)
        # What the rest of the API would answer, with its status and headers, in other words.
        answer = super().handle_exception(exc)
        detail = str(exc.detail) if isinstance(exc, APIException) else "The request could not be answered."
        answer.data = _body(answer.status_code, detail)
        answer.content_type = None
        return answer


class ClaimSearch(GoogleView):
    """Published verdicts that fit the query, as Google's `claims:search` answers them."""

    parameters: ClassVar[tuple[str, ...]] = (*SEARCH_PARAMETERS, "pageToken", *COMMON_PARAMETERS)

    @describe(
        "search_fact_checks",
        {"$ref": "#/components/schemas/FactCheckAnswer"},
        parameters=[
            OpenApiParameter("query", str, description="Text; required unless `reviewPublisherSiteFilter` is given."),
            OpenApiParameter("languageCode", str, description="BCP 47; the region is ignored."),
            OpenApiParameter("reviewPublisherSiteFilter", str, description="Host of the reviewing site."),
            OpenApiParameter("maxAgeDays", int, description="From the newer of claim date and review date."),
            OpenApiParameter("pageSize", int, description="Default 10, at most 100."),
            OpenApiParameter("pageToken", str, description="From `nextPageToken`; all else as in the first request."),
            OpenApiParameter("offset", int, description="Results to skip; only without `pageToken`."),
        ],
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.get("query", "").strip()
        site = request.query_params.get("reviewPublisherSiteFilter", "").strip()
        if not query and not site:
            raise Refused("Give “query”, “reviewPublisherSiteFilter” or both.")
        languages = _languages(request)
        size = min(_number(request, "pageSize") or DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE)
        claims = _found(request, query)
        order = BEST if query else NEWEST
        question = repr(
            sorted((name, request.query_params.get(name)) for name in SEARCH_PARAMETERS if name != "offset")
        )
        token, offset = request.query_params.get("pageToken"), min(_number(request, "offset"), LARGEST_OFFSET)
        if token and offset:
            raise Refused("“offset” and “pageToken” exclude each other.")
        if token:
            claims, offset = claims.filter(_opened(token, question).behind(order)), 0
        if not languages or not _is_this_site(site):
            return Response({})
        rows = list(claims.order_by(*order)[offset : offset + size + 1])
        answer: Node = {"claims": [_claim(row, languages) for row in rows[:size]]} if rows else {}
        if len(rows) > size:
            answer["nextPageToken"] = Cursor.behind_row(rows[size - 1], order).sealed(question)
        return Response(answer)


class ImageSearch(GoogleView):
    """Google's service searches by picture; this one does not."""

    schema = None

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        raise NotImplementedHere

    def get(self, request: Request) -> Response:
        raise NotImplementedHere


class NotImplementedHere(APIException):
    status_code = 501
    default_detail = "Claims are not searched by picture here."


class Nowhere(GoogleView):
    schema = None

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        raise NothingHere

    def get(self, request: Request) -> Response:
        raise NothingHere


class NothingHere(APIException):
    status_code = 404
    default_detail = "There is nothing at this address. /v1alpha1/claims:search is what there is."


def google_error(request: HttpRequest, status: int) -> JsonResponse:
    """The same shape for what Django refuses before a view is reached."""
    return JsonResponse(_body(status, "The request could not be answered."), status=status)


def _body(status: int, message: str) -> Node:
    names = {**STATUSES, 501: "UNIMPLEMENTED"}
    return {"error": {"code": status, "message": message, "status": names.get(status, "INTERNAL")}}


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "0")
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
        raise Refused(f"“{name}” must be a whole number from 0.")
    return int(given)


def _languages(request: Request) -> tuple[str, ...]:
    """Languages of the reviews to show; none when the wanted one is none of ours."""
    given = request.query_params.get("languageCode", "").strip()
    if not given:
        return site_languages()
    if not LANGUAGE.fullmatch(given):
        raise Refused("“languageCode” must be a BCP 47 code such as “id” or “en-US”.")
    wanted = re.split("[-_]", given)[0].lower()
    return tuple(language for language in site_languages() if language == wanted)


def _found(request: Request, query: str) -> QuerySet[PublishedClaim]:
    claims: QuerySet[PublishedClaim] = PublishedClaim.objects.listed().exclude(rating="")
    if days := _number(request, "maxAgeDays"):
        since = timezone.now() - timedelta(days=min(days, MOST_DAYS))
        claims = claims.filter(Q(published_at__gte=since) | Q(claimed_on__gte=since.date()))
    if len(query) > LONGEST_QUERY:
        raise Refused(f"“query” has more than {LONGEST_QUERY} characters.")
    return (matching(claims, query) if query else claims).defer("search", "envelope", "children")


def _opened(token: str, question: str) -> Cursor:
    try:
        if len(token) <= LONGEST_CURSOR:
            return Cursor.opened(token, question)
    except ValidationError:
        pass
    raise Refused("“pageToken” is not one that this request gave: keep every other parameter as it was.")


def _own_site() -> str:
    return (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")


def _is_this_site(site: str) -> bool:
    host = (urlsplit(site).hostname or "") if "://" in site else site.partition("/")[0]
    return not site or host.lower().removeprefix("www.") == _own_site()


def _claim(row: PublishedClaim, languages: tuple[str, ...]) -> Node:
    document = row.document
    claimant = document["claimant"]
    return _filled(
        {
            "text": _in(document["statement"], languages),
            "claimant": _in(claimant["name"], languages) if claimant else "",
            "claimDate": _moment(datetime.combine(row.claimed_on, time(), tzinfo=UTC)) if row.claimed_on else "",
            "claimReview": [_review(row, language) for language in languages if document["statement"].get(language)],
        }
    )


def _review(row: PublishedClaim, language: str) -> Node:
    return _filled(
        {
            "publisher": {"name": settings.SITE_NAME, "site": _own_site()},
            "url": claim_page(row.slug, language),
            "title": _in(row.document["statement"], (language,)),
            "reviewDate": _moment(row.published_at),
            "textualRating": _in(row.document["rating"]["label"], (language,)),
            "languageCode": language,
        }
    )


def _in(text: LocalizedText, languages: tuple[str, ...]) -> str:
    order = (*languages, settings.LANGUAGE_CODE, *text)
    return next((text[language] for language in order if text.get(language)), "")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}
