"""The claims in an article as a W3C Web Annotation collection, so that a reader's tools can mark them in the page."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.http import urlencode
from rest_framework.exceptions import NotFound
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation
from claims.api.claim_parts import LinkedDataRenderer
from claims.api.parameters import describe_number, whole_number
from claims.api.presentation import Presentation, flattened
from claims.api.representations import address, claim_links
from claims.api.schema import describe
from claims.api.views import PublicView
from claims.models import PublishedAppearance
from claims.record import utc_timestamp
from claims.record.claimreview import claim_page

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json;profile="{CONTEXT}"'
PAGE_SIZE = 50
MOST_PAGES = 10_000
Node = dict[str, Any]


class Annotations(PublicView):
    """The collection, with its first page inside; `page` gives one page alone."""

    parameters = ("page", "lang")
    renderer_classes: tuple[type[BaseRenderer], ...] = (LinkedDataRenderer, JSONRenderer)

    @describe(
        "list_annotations",
        {"type": "object", "required": ["@context", "id", "type"], "additionalProperties": True},
        parameters=[
            describe_number("page", "A page of the collection.", default=0, lowest=0, highest=MOST_PAGES),
            presentation.DESCRIPTIONS[1],
        ],
        refusals=(400, 404),
        media_types=("application/ld+json", "application/json"),
    )
    def get(self, request: Request, slug: str) -> Response:
        languages = Presentation(request, ()).languages or (settings.LANGUAGE_CODE,)
        wanted = whole_number(request, "page", default=0, lowest=0, highest=MOST_PAGES)
        rows = (
            PublishedAppearance.objects.filter(article=slug)
            .select_related("claim")
            .defer("claim__search", "claim__envelope", "claim__children")
            .order_by("start", "-end", "claim_id", "position")
        )
        total = rows.count()
        if total == 0:
            raise NotFound(f"No published claim appears in an article “{slug}”.")
        last = (total - 1) // PAGE_SIZE
        if wanted > last:
            raise NotFound(f"The last page is {last}.")
        collection = Collection(request, slug, languages, rows, last)
        answer = collection.page(wanted) if "page" in request.query_params else collection.whole(total)
        accepted: Any = request.accepted_renderer
        return Response(
            {"@context": CONTEXT, **answer},
            headers={"Content-Language": languages[0]},
            content_type=MEDIA_TYPE if isinstance(accepted, LinkedDataRenderer) else None,
        )


class Collection:
    def __init__(
        self,
        request: Request,
        slug: str,
        languages: tuple[str, ...],
        rows: QuerySet[PublishedAppearance],
        last: int,
    ) -> None:
        self.request, self.slug, self.languages, self.rows, self.last = request, slug, languages, rows, last

    def whole(self, total: int) -> Node:
        first = self.page(0)
        del first["partOf"]
        return {
            "id": self._id(),
            "type": "AnnotationCollection",
            "label": self.slug,
            "total": total,
            "first": first,
            "last": self._id(page=self.last),
        }

    def page(self, number: int) -> Node:
        start = number * PAGE_SIZE
        page: Node = {
            "id": self._id(page=number),
            "type": "AnnotationPage",
            "partOf": self._id(),
            "startIndex": start,
            "items": [self._annotation(row) for row in self.rows[start : start + PAGE_SIZE]],
        }
        if number < self.last:
            page["next"] = self._id(page=number + 1)
        if number > 0:
            page["prev"] = self._id(page=number - 1)
        return page

    def _annotation(self, row: PublishedAppearance) -> Node:
        article = row.document["article"]
        here = address(self.request, "article", slug=self.slug)
        return {
            "id": f"{claim_links(self.request, row.claim_id)['appearances']}#{row.position}",
            "type": "Annotation",
            "motivation": "assessing",
            "created": utc_timestamp(row.claim.first_published_at),
            "modified": utc_timestamp(row.claim.published_at),
            "creator": {"type": "Organization", "name": settings.SITE_NAME, "homepage": f"{settings.SITE_URL}/"},
            "rights": row.claim.document["license"],
            "canonical": f"{settings.SITE_URL}/claims/{row.claim_id}#claim",
            "body": self._bodies(row),
            "target": {
                "source": article["url"] or article["mirror_url"] or here,
                "selector": row.document["selector"],
                # The offsets count in the text as it was retrieved, which the article's own address has.
                "state": {"type": "TimeState", "sourceDate": article["retrieved_at"], "cached": here},
            },
        }

    def _bodies(self, row: PublishedAppearance) -> list[Node]:
        texts = flattened(
            {"statement": row.claim.document["statement"], "rating": row.claim.document["rating"]}, self.languages
        )
        verdict = texts["rating"]["label"] if texts["rating"] else row.claim.verification_status
        language = self.languages[0]
        return [
            {"type": "TextualBody", "purpose": "tagging", "value": verdict, "language": language},
            {"type": "TextualBody", "purpose": "describing", "value": texts["statement"], "language": language},
            {"type": "SpecificResource", "purpose": "linking", "source": claim_page(row.claim_id, language)},
        ]

    def _id(self, **parameters: int) -> str:
        given: list[tuple[str, str]] = [(name, str(value)) for name, value in parameters.items()]
        if "lang" in self.request.query_params:
            given.append(("lang", ",".join(self.languages)))
        query = f"?{urlencode(given)}" if given else ""
        return address(self.request, "annotations", slug=self.slug) + query
