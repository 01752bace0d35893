"""The OpenAPI description: parameters and answers of each view, and the shapes they refer to."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import TypeAdapter

from claims.api import shapes

SHAPES = (
    shapes.Root,
    shapes.ClaimSummary,
    shapes.Claim,
    shapes.VersionSummary,
    shapes.Version,
    shapes.Changes,
    shapes.ArticleSummary,
    shapes.Article,
    shapes.SourceSummary,
    shapes.Source,
    shapes.Topic,
    shapes.Rating,
    shapes.RecordHead,
    shapes.ErrorAnswer,
)
REFUSALS = {
    400: "A parameter is unknown or has a value that is not allowed; the answer names it.",
    404: "There is nothing public at this address.",
}


class PublicSchema(AutoSchema):
    """The schema of views that describe their answers themselves."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "root"]


def describe(
    operation_id: str,
    answer: dict[str, Any],
    *,
    parameters: list[OpenApiParameter] | None = None,
    refusals: tuple[int, ...] = (400,),
) -> Callable[[Any], Any]:
    """Say what a view takes and answers. ``answer`` is an OpenAPI schema, mostly a reference to a shape."""
    responses: dict[int, Any] = {200: OpenApiResponse(answer, description="")}
    for status in refusals:
        responses[status] = OpenApiResponse(shapes.reference("ErrorAnswer"), description=REFUSALS[status])
    return extend_schema(operation_id=operation_id, parameters=parameters or [], responses=responses)


def add_shapes(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Post-processing hook: put every shape, and what it is made of, among the components."""
    inputs = [(shape.__name__, "serialization", TypeAdapter(shape)) for shape in SHAPES]
    _keys, schema = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components |= schema["$defs"]
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result
