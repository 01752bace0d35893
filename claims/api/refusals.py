"""The errors of the API in its OpenAPI description: every operation names every status that it can answer with."""

from http import HTTPStatus
from typing import Any

PROBLEM = "application/problem+json"
GOOGLE = "/v1alpha1/"
DESCRIPTIONS = {
    400: "A parameter or field is unknown or has a value that is not allowed; the answer names it.",
    404: "There is nothing public at this address.",
    405: "This address does not take this method.",
    406: "There is no such representation.",
    429: "Too many requests; `Retry-After` says when to go on.",
    500: "A fault of ours. `request_id` is what to tell us.",
}
EVERYWHERE = (400, 405, 406, 429, 500)
EXAMPLES = {
    400: ("unknown_parameter", "Unknown parameter. Allowed here: cursor, page_size.", "nope"),
    404: ("not_found", "There is no published claim “no-such-claim”.", None),
    405: ("method_not_allowed", "Method “POST” not allowed.", None),
    406: ("not_acceptable", "Could not satisfy the request Accept header.", None),
    429: ("throttled", "Request was throttled. Expected available in 12 seconds.", None),
    500: ("error", "Server Error (500)", None),
}
LIMITS = {
    "RateLimit-Limit": ("Requests a minute.", {"type": "integer"}),
    "RateLimit-Remaining": ("Requests left in this minute.", {"type": "integer"}),
    "RateLimit-Reset": ("Seconds until the next minute begins.", {"type": "integer"}),
}
HEADERS = {
    "X-Request-ID": ("The request's own name, in our log too.", {"type": "string"}),
    "ETag": ("Digest of this representation, for `If-None-Match`.", {"type": "string"}),
    **LIMITS,
}


def add_refusals(result: dict[str, Any]) -> None:
    components = result["components"]
    components["headers"] = {name: {"description": text, "schema": schema} for name, (text, schema) in HEADERS.items()}
    components["responses"] = {
        f"{shape}{status}": _response(shape, status) for shape in ("Problem", "GoogleError") for status in DESCRIPTIONS
    }
    for path, operations in result["paths"].items():
        shape = "GoogleError" if path.startswith(GOOGLE) else "Problem"
        for operation in operations.values():
            _complete(operation["responses"], shape)


def _complete(responses: dict[str, Any], shape: str) -> None:
    named = {int(status) for status in responses if status in {str(known) for known in DESCRIPTIONS}}
    for status in sorted({*named, *EVERYWHERE}):
        responses[str(status)] = {"$ref": f"#/components/responses/{shape}{status}"}
    if "200" in responses:
        responses["200"].setdefault("headers", {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS})
        responses.setdefault("304", {"description": "Nothing has changed since the ETag in `If-None-Match`."})


def _response(shape: str, status: int) -> dict[str, Any]:
    code, detail, attribute = EXAMPLES[status]
    if shape == "Problem":
        media_type, schema = PROBLEM, "Problem"
        example: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "errors": [{"code": code, "detail": detail, "attr": attribute}],
            "request_id": "5f3c0d7e9a1b4c2d8e6f7a0b1c2d3e4f",
        }
    else:
        media_type, schema = "application/json", "GoogleErrorAnswer"
        example = {"error": {"code": status, "message": detail, "status": "INVALID_ARGUMENT"}}
    return {
        "description": DESCRIPTIONS[status],
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-ID",)},
        "content": {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}, "example": example}},
    }
