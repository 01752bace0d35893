"""The OpenAPI description: parameters and answers of each view, and the shapes they refer to."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import TypeAdapter

from claims.api import shapes
from claims.record import Comparison

SHAPES = (
    shapes.Root,
    shapes.ClaimSummary,
    shapes.Claim,
    shapes.ClaimThen,
    shapes.MovedClaim,
    shapes.VersionSummary,
    shapes.Version,
    Comparison,
    shapes.ArticleSummary,
    shapes.Article,
    shapes.SourceSummary,
    shapes.Source,
    shapes.Topic,
    shapes.Rating,
    shapes.RecordHead,
    shapes.Checkpoint,
    shapes.ErrorAnswer,
)
# The fields that the law may force out of old versions; a test compares them with the verb.
REDACTABLE = frozenset(
    {
        "appearances",
        "attribution",
        "caveats",
        "claimant",
        "claimed_on",
        "entities",
        "evidence",
        "panel",
        "reasoning",
        "statement",
        "summary",
        "timeframe",
    }
)
JSON = "application/json"
MOVED = {
    301: OpenApiResponse(
        shapes.reference("MovedClaim"),
        description="The claim was merged into another one; `Location` leads to where it is found now.",
    )
}
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
    answers: dict[Any, OpenApiResponse] | None = None,
    further: dict[int, OpenApiResponse] | None = None,
) -> Callable[[Any], Any]:
    """Say what a view takes and answers. ``answer`` is an OpenAPI schema, mostly a reference to a shape.

    ``answers`` are given instead where there are several media types, each by status and media type. ``further`` are
    neither the usual answer nor a refusal.
    """
    usual = answers or {200: OpenApiResponse(answer, description="")}
    responses: dict[Any, Any] = {**usual, **_as_json(further or {})}
    for status in refusals:
        responses[status, JSON] = OpenApiResponse(shapes.reference("ErrorAnswer"), description=REFUSALS[status])
    return extend_schema(operation_id=operation_id, parameters=parameters or [], responses=responses)


def _as_json(responses: dict[int, OpenApiResponse]) -> dict[Any, OpenApiResponse]:
    return {(status, JSON): answer for status, answer in responses.items()}


def add_shapes(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Post-processing hook: put every shape, and what it is made of, among the components."""
    inputs = [(shape.__name__, "serialization", TypeAdapter(shape)) for shape in SHAPES]
    _keys, schema = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components |= schema["$defs"]
    for name in ("ClaimDocument", "ClaimThen"):
        _let_be_redacted(components[name])
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def _let_be_redacted(document: dict[str, Any]) -> None:
    """An old version may have lost fields for legal reasons; its leaf digests then still name them."""
    document["required"] = [name for name in document["required"] if name not in REDACTABLE]
