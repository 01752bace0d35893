"""Claimants, subjects and publishers that published claims name."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import presentation, shapes
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS as PAGE_DESCRIPTIONS
from claims.api.pagination import page_size
from claims.api.presentation import Presentation
from claims.api.representations import address
from claims.api.schema import describe
from claims.api.shapes import either_of, page_of
from claims.api.views import PublicView
from claims.api.vocabulary import claims_with
from claims.search.entities import ROLES, NamedEntity, named_entities

KINDS = ("person", "organization", "country", "product")
LONGEST_SLUG = 120
FILTERS = {"kind": KINDS, "role": ROLES}


class EntityList(PublicView):
    """Entities by their slugs, with the number of published claims in each role."""

    parameters = (*FILTERS, "after", "page_size", *presentation.PARAMETERS)

    @describe(
        "list_entities",
        page_of("Entity", sparse=True),
        parameters=[
            *[OpenApiParameter(name, str, enum=list(values)) for name, values in FILTERS.items()],
            OpenApiParameter("after", str, description="Only slugs behind this one; `next` has it."),
            PAGE_DESCRIPTIONS[1],
            *presentation.DESCRIPTIONS,
        ],
    )
    def get(self, request: Request) -> Response:
        shown = Presentation(request, shapes.Entity.__annotations__)
        size = page_size(request)
        kind, role = (_choice(request, name) for name in FILTERS)
        after = request.query_params.get("after", "")[:LONGEST_SLUG]
        fitting = [
            named
            for slug, named in named_entities().items()
            if slug > after and kind in {"", named["entity"]["kind"]} and (not role or named["roles"][role])
        ]
        more = len(fitting) > size
        following = _with(request, after=fitting[size - 1]["entity"]["slug"]) if more else None
        results = [shown.of(_entity(request, named)) for named in fitting[:size]]
        answer = shown.told(Response({"next": following, "previous": None, "results": results}))
        if following:
            answer["Link"] = f'<{following}>; rel="next"'
        return answer


class EntityDetail(PublicView):
    """One entity, with the addresses of the claims that name it."""

    parameters = presentation.PARAMETERS

    @describe("get_entity", either_of("Entity"), parameters=presentation.DESCRIPTIONS, refusals=(400, 404))
    def get(self, request: Request, slug: str) -> Response:
        shown = Presentation(request, shapes.Entity.__annotations__)
        named = named_entities().get(slug)
        if named is None:
            raise NotFound(f"No published claim names an entity “{slug}”.")
        return shown.told(Response(shown.of(_entity(request, named))))


def _entity(request: Request, named: NamedEntity) -> shapes.Entity:
    slug = named["entity"]["slug"]
    return {
        **named["entity"],
        "roles": named["roles"],
        "links": {
            "self": address(request, "entity", slug=slug),
            "claims_by_it": claims_with(request, claimant=slug),
            "claims_about_it": claims_with(request, entity=slug),
            "claims_in_its_articles": claims_with(request, publisher=slug),
        },
    }


def _choice(request: Request, name: str) -> str:
    given = request.query_params.get(name)
    if given is None:
        return ""
    if given not in FILTERS[name]:
        message = f"Unknown value “{given[:100]}”. Allowed: {', '.join(FILTERS[name])}."
        raise ValidationError({name: [message]}, code="invalid_choice")
    return given


def _with(request: Request, **changes: Any) -> str:
    given = request.query_params.copy()
    for name, value in changes.items():
        given[name] = value
    return f"{address(request, 'entities')}?{given.urlencode()}"
