"""The errors of the API in its OpenAPI description: every operation names every status that it can answer with."""

from http import HTTPStatus
from typing import Any

PROBLEM = "application/problem+json"
GOOGLE = "/v1alpha1/"
EDITORIAL = "/api/v1/editorial/"
DESCRIPTIONS = {
    400: "A parameter or field is unknown or has a value that is not allowed; the answer names it.",
    401: "No usable token.",
    403: "The scope, the role or the person does not allow it.",
    404: "There is nothing to be seen at this address.",
    405: "This address does not take this method.",
    406: "There is no such representation.",
    409: "The state or the content does not allow it; every objection is listed.",
    410: "The claim was retracted; its own address says when and why.",
    412: "The row was changed since it was read; with `If-Match` only.",
    413: "The body is larger than the server takes.",
    415: "The body is not JSON.",
    422: "The `Idempotency-Key` was used for another request.",
    428: "The row's ETag is missing in `If-Match`.",
    429: "Too many requests; `Retry-After` says when to go on.",
    500: "A fault of ours. `request_id` is what to tell us.",
}
EVERYWHERE = (400, 405, 406, 429, 500)
TAKING_A_BODY = (404, 413, 415)
# What the working API answers beyond that, by method.
WORKING = {
    "get": (401, 403),
    "post": (401, 403, 409, 412, 413, 415, 422),
    "patch": (401, 403, 409, 412, 413, 415, 428),
    "delete": (401, 403, 409, 412, 428),
}
EXAMPLES = {
    400: ("unknown_parameter", "Unknown parameter. Allowed here: cursor, page_size.", "nope"),
    401: ("not_authenticated", "This address needs a token: Authorization: Bearer …", None),
    403: ("own_work", "Nobody decides on what they wrote themselves.", None),
    404: ("not_found", "There is no published claim “no-such-claim”.", None),
    405: ("method_not_allowed", "Method “POST” not allowed.", None),
    406: ("not_acceptable", "Could not satisfy the request Accept header.", None),
    409: ("wrong_state", "Only a submitted assessment can be approved.", "state"),
    412: (
        "precondition_failed",
        "It was changed since you read it. Nothing was saved; `current` is what it is now.",
        None,
    ),
    410: ("retracted", "The claim “rice” was retracted; /api/v1/claims/rice/ says when and why.", None),
    413: ("body_too_large", "The body is too large.", None),
    415: ("unsupported_media_type", "Unsupported media type “text/plain” in request.", None),
    422: ("idempotency_key_reused", "This Idempotency-Key was used for another request.", None),
    428: (
        "precondition_required",
        "Send If-Match with the ETag that you read, so that nobody's change is overwritten.",
        None,
    ),
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
        **{f"Problem{status}": _response("Problem", status) for status in DESCRIPTIONS},
        **{f"GoogleError{status}": _response("GoogleError", status) for status in EVERYWHERE},
    }
    for path, operations in result["paths"].items():
        shape = "GoogleError" if path.startswith(GOOGLE) else "Problem"
        for method, operation in operations.items():
            _complete(operation["responses"], shape, _statuses(path, method))


def _statuses(path: str, method: str) -> set[int]:
    if not path.startswith(EDITORIAL):
        return {*EVERYWHERE, *(TAKING_A_BODY if method == "post" else ())}
    return {*EVERYWHERE, *WORKING[method], *([404] if "{" in path else [])}


def _complete(responses: dict[str, Any], shape: str, statuses: set[int]) -> None:
    named = {int(status) for status in responses if status in {str(known) for known in DESCRIPTIONS}}
    for status in sorted(named | statuses):
        if "content" in responses.get(str(status), {}):
            continue  # A retracted claim is itself the answer.
        responses[str(status)] = {"$ref": f"#/components/responses/{shape}{status}"}
    if "200" in responses:
        responses["200"].setdefault("headers", {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS})
    if "200" in responses and 415 not in statuses:
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
