"""A verb of the workflow as an address: it reads the parameters, calls the function, and says what came of it."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.editorial.authentication import HasScope
from claims.api.editorial.conditions import etag, require_match
from claims.api.editorial.parameters import VerbParameters
from claims.api.editorial.refusing import refusals_told
from claims.api.editorial.representations import SERIALIZERS, representation
from claims.models import ApiToken, Assessment, Claim, Publication
from claims.workflow.locking import locked_assessment, locked_claim

WRITE, PUBLISH = ApiToken.Scope.WRITE.value, ApiToken.Scope.PUBLISH.value


class MaySee(DjangoModelPermissions):
    """Who may read the row may ask; the verb itself says who may use it."""

    perms_map = {method: ["%(app_label)s.view_%(model_name)s"] for method in DjangoModelPermissions.perms_map}


def verb_action(
    name: str,
    run: Callable[..., Any],
    parameters: type[VerbParameters] = VerbParameters,
    *,
    scope: str = WRITE,
    answers: type[Any] | None,
    status: int = 200,
) -> Any:
    """An action of a view. ``run`` is the verb's function; its parameters are those of the serializer.

    ``answers`` and ``status`` say for the description what comes back; ``None`` is the row of whichever table it is.
    """

    def use(view: Any, request: Request, *arguments: Any, **options: Any) -> Response:
        given = parameters(data=request.data)
        given.is_valid(raise_exception=True)
        conditional = "If-Match" in request.headers
        with refusals_told(), transaction.atomic() if conditional else nullcontext():
            row = view.row()
            if conditional:
                row = _locked(row)
                require_match(request, row, representation)
            result = _run(run, row, request, given.validated_data)
            return answer(row, result)

    use.__name__ = run.__name__
    use.__doc__ = (run.__doc__ or "").split("\n\n")[0] or name
    shape = SERIALIZERS[answers] if answers else OpenApiTypes.OBJECT
    verb = action(
        detail=True,
        methods=["post"],
        url_path=name,
        url_name=name,
        permission_classes=[HasScope, MaySee],
        scope_of_action=scope,
        serializer_class=parameters,
    )(use)
    # Afterwards: making an action throws away what was said about the function before.
    return extend_schema(request=parameters, responses={status: shape})(verb)


def _run(run: Callable[..., Any], row: Any, request: Request, parameters: dict[str, Any]) -> Any:
    try:
        return run(row, by=request.user, **parameters)
    except ValueError as error:
        if "start" not in parameters:
            raise
        raise ValidationError({"start": [str(error)]}) from None


def _locked(row: Any) -> Any:
    """In the order in which the verbs lock, so that two requests never wait for each other."""
    if isinstance(row, Claim):
        return locked_claim(row)
    if isinstance(row, Assessment):
        return locked_assessment(row)
    return type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def answer(row: Any, result: Any) -> Response:
    """What the verb made, or the row it was used on; a new version also as a link."""
    headers = {}
    if isinstance(result, Publication):
        address = reverse("api:version", args=[result.slug, result.version])
        headers["Link"] = f'<{address}>; rel="latest-version"'
        row.refresh_from_db()
        result = row
    made = type(result) is not type(row)
    if hasattr(result, "revision"):
        result.refresh_from_db()
        headers["ETag"] = etag(result)
    return Response(representation(result), status=201 if made else 200, headers=headers)
