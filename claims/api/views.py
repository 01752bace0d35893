"""What every public endpoint has in common: it reads, and it refuses what it does not understand."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims.api.deprecation import Deprecation
from claims.api.schema import PublicSchema
from claims.api.throttling import ReaderThrottle, TellsItsLimits
from claims.search import unknown_parameters


class PublicView(TellsItsLimits, APIView):
    """GET without an account. ``parameters`` are the query parameters that mean something here."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes: Any = (ReaderThrottle,)
    http_method_names = ["get", "head", "options"]
    parameters: ClassVar[tuple[str, ...]] = ()
    schema: Any = PublicSchema()
    # Set when the endpoint will end.
    deprecation: ClassVar[Deprecation | None] = None

    def finalize_response(self, request: Request, response: Any, *args: Any, **options: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **options)
        for name, value in (self.deprecation.headers if self.deprecation else {}).items():
            answer[name] = f"{answer[name]}, {value}" if name in answer else value
        if isinstance(answer, Response):  # and not one that is streamed
            answer.add_post_render_callback(_let_go)
        return answer

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        super().initial(request, *args, **options)
        refuse_unknown(request.query_params, self.parameters)


class NowhereView(PublicView):
    """Any other address below the API: a 404 in the API's own shape."""

    schema = None

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        raise NotFound("There is nothing at this address. /api/v1/ lists what there is.")

    def get(self, request: Request, *args: Any, **options: Any) -> Response:
        raise NotFound


def _let_go(answer: Any) -> None:
    """A view and its answer hold each other, and megabytes of answers would wait for the garbage collector."""
    view = answer.renderer_context.pop("view")
    view.response = None


def refuse_unknown(given: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    """Raise a 400 that names every unknown parameter and those that there are."""
    unknown = unknown_parameters(given, allowed)
    if unknown:
        known = ", ".join(sorted(allowed)) or "none"
        raise ValidationError(
            {name[:100]: [f"Unknown parameter. Allowed here: {known}."] for name in unknown}, code="unknown_parameter"
        )
