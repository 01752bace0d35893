"""The OpenAPI description: parameters and answers of each view, and the shapes they refer to."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import TypeAdapter

from claims.api import shapes
from claims.api.match_question import MatchQuestion
from claims.api.presentation import LOCALIZED_FIELDS
from claims.api.refusals import add_refusals
from claims.record import Comparison

SHAPES = (
    shapes.Root,
    shapes.ClaimSummary,
    shapes.SearchedWords,
    shapes.NumberedEvidence,
    shapes.NumberedAppearance,
    shapes.Claim,
    shapes.ClaimThen,
    shapes.MovedClaim,
    shapes.VersionSummary,
    shapes.Version,
    Comparison,
    shapes.Changes,
    shapes.ArticleSummary,
    shapes.Article,
    shapes.SourceSummary,
    shapes.Source,
    shapes.Entity,
    shapes.Correction,
    shapes.Stats,
    shapes.Topic,
    shapes.Rating,
    shapes.LookupAnswer,
    shapes.MatchAnswer,
    shapes.MatchStart,
    shapes.MatchEnd,
    shapes.OEmbedAnswer,
    shapes.ExportManifest,
    shapes.RecordHead,
    shapes.FactCheckAnswer,
    shapes.Problem,
    shapes.GoogleErrorAnswer,
    shapes.Checkpoint,
)
# What is sent instead of answered.
QUESTIONS = (MatchQuestion,)
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
LINES = "application/x-ndjson"
EXAMPLES = Path(__file__).with_name("examples.json")
MOVED = {
    301: OpenApiResponse(
        shapes.reference("MovedClaim"),
        description="The claim was merged into another one; `Location` leads to where it is found now.",
    )
}
DRAFTS = "claims.api.editorial.serializers"
# The shapes that `fields=` and `lang=` change.
PRESENTED = ("ClaimSummary", "Claim", "ClaimThen", "NumberedEvidence", "NumberedAppearance", "Entity", "Correction")
REFUSALS = {
    400: "A parameter is unknown or has a value that is not allowed; the answer names it.",
    404: "There is nothing public at this address.",
    410: "The claim was retracted; its own address says when and why.",
    413: "The body is larger than any question can be.",
    415: "The body is not JSON.",
    501: "The specification knows this form of the answer, and it is not given here.",
}


class PublicSchema(AutoSchema):
    """The schema of views that describe their answers themselves."""

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """A draft is not what the public sees under the same name."""
        name = str(super().get_serializer_name(serializer, direction))
        return f"{name.removesuffix('Serializer')}Draft" if type(serializer).__module__ == DRAFTS else name

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1").strip("/").split("/")[0] or "root"]


def describe(
    operation_id: str,
    answer: dict[str, Any],
    *,
    parameters: list[OpenApiParameter] | None = None,
    refusals: tuple[int, ...] = (400,),
    media_types: tuple[str, ...] = ("application/json",),
    answers: dict[Any, OpenApiResponse] | None = None,
    further: dict[int, OpenApiResponse] | None = None,
    request: dict[str, Any] | None = None,
) -> Callable[[Any], Any]:
    """Say what a view takes and answers. ``answer`` is an OpenAPI schema, mostly a reference to a shape.

    ``answers`` are given instead where media types differ in what they hold, each by status and media type. ``further``
    are neither the usual answer nor a refusal. ``request`` is the schema of a body.
    """
    usual = {(200, each): OpenApiResponse(answer, description="") for each in media_types}
    other = {(status, "application/json"): each for status, each in (further or {}).items()}
    responses: dict[Any, Any] = {**(answers or usual), **other}
    for status in refusals:
        responses[status] = OpenApiResponse(description=REFUSALS[status])
    body = {"application/json": request} if request else None
    return extend_schema(operation_id=operation_id, parameters=parameters or [], request=body, responses=responses)


def add_shapes(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Post-processing hook: put every shape, and what it is made of, among the components."""
    inputs: list[Any] = [(shape.__name__, "serialization", TypeAdapter(shape)) for shape in SHAPES]
    inputs += [(shape.__name__, "validation", TypeAdapter(shape)) for shape in QUESTIONS]
    _keys, schema = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")
    components = result.setdefault("components", {}).setdefault("schemas", {})
    if twice := components.keys() & schema["$defs"].keys():
        raise ValueError(f"Two different shapes are called {', '.join(sorted(twice))}.")
    components |= schema["$defs"]
    add_refusals(result)
    _add_examples(result)
    for name in ("ClaimDocument", "ClaimThen"):
        _let_be_redacted(components[name])
    for name in PRESENTED:
        components[f"Presented{name}"] = _presented(components[name], components)
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def _add_examples(result: dict[str, Any]) -> None:
    """An answer of each operation as the sample dossier gives it; a test holds them to the shapes."""
    examples = json.loads(EXAMPLES.read_text())
    for operations in result["paths"].values():
        for operation in operations.values():
            example = examples.get(operation["operationId"])
            if example is not None:
                for media_type, content in operation["responses"]["200"]["content"].items():
                    if media_type != LINES:
                        content["example"] = example
            question = examples.get(f"{operation['operationId']}_question")
            if question is not None:
                operation["requestBody"]["required"] = True
                for content in operation["requestBody"]["content"].values():
                    content["example"] = question


def _let_be_redacted(document: dict[str, Any]) -> None:
    """An old version may have lost fields for legal reasons; its leaf digests then still name them."""
    document["required"] = [name for name in document["required"] if name not in REDACTABLE]


def _presented(shape: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """The shape without required fields, all references resolved, and each text either as it is or in one language."""
    if "$ref" in shape:
        return _presented(components[shape["$ref"].rpartition("/")[2]], components)
    made = {name: value for name, value in shape.items() if name not in {"required", "properties", "items", "anyOf"}}
    if "properties" in shape:
        made["properties"] = {
            name: {"anyOf": [inner, {"type": "string"}]}
            if name in LOCALIZED_FIELDS and inner.get("type") == "object"
            else _presented(inner, components)
            for name, inner in shape["properties"].items()
        }
    if isinstance(shape.get("items"), dict):
        made["items"] = _presented(shape["items"], components)
    if "prefixItems" in shape:
        made["prefixItems"] = [_presented(inner, components) for inner in shape["prefixItems"]]
    if "anyOf" in shape:
        made["anyOf"] = [_presented(inner, components) for inner in shape["anyOf"]]
    return made
