"""What is missing on the way to publication, and what was done so far."""

from typing import Any

from django.apps import apps
from django.db import models
from drf_spectacular.utils import extend_schema
from i18nfield.fields import I18nFieldMixin
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.editorial.authentication import HasScope
from claims.api.editorial.verb_actions import MaySee
from claims.api.pagination import PAGE_PARAMETERS, page
from claims.api.views import refuse_unknown
from claims.models import User
from claims.record import localized
from claims.workflow import readiness, restore

# Counted by the database with every change; that a row changed is said by the entry itself.
NOT_TOLD = {"id", "revision", "created_at", "updated_at"}

TEXT: dict[str, Any] = {"type": "string"}
OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
READINESS: dict[str, Any] = {
    "type": "object",
    "required": ["ready", "requirements"],
    "properties": {
        "ready": {"type": "boolean"},
        "requirements": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "label", "fulfilled", "message", "field"],
                "properties": {
                    "code": TEXT,
                    "label": TEXT,
                    "fulfilled": {"type": "boolean"},
                    "message": TEXT,
                    "field": OR_NULL,
                },
            },
        },
    },
}
HISTORY: dict[str, Any] = {
    "type": "object",
    "required": ["next", "previous", "results"],
    "properties": {
        "next": OR_NULL,
        "previous": OR_NULL,
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["event", "kind", "at", "who", "verb", "reason", "changes"],
                "properties": {
                    "event": {"type": "integer"},
                    "kind": TEXT,
                    "at": {"type": "string", "format": "date-time"},
                    "who": OR_NULL,
                    "verb": OR_NULL,
                    "reason": TEXT,
                    "changes": {"type": "object", "additionalProperties": {"type": "object"}},
                },
            },
        },
    },
}


class Readiness:
    """For the views of claims and assessments."""

    @extend_schema(responses={200: READINESS})
    @action(detail=True, permission_classes=[HasScope, MaySee])
    def readiness(self, request: Request, *arguments: Any, **options: Any) -> Response:
        """Every requirement of the gate, fulfilled or not, in the order of the work."""
        refuse_unknown(request.query_params, ())
        row = self.row()  # type: ignore[attr-defined]
        return Response({"ready": all(one.fulfilled for one in readiness(row)), "requirements": requirements(row)})


class History:
    """For the views of tables whose changes the database remembers."""

    @extend_schema(responses={200: HISTORY})
    @action(detail=True, permission_classes=[HasScope, MaySee])
    def history(self, request: Request, *arguments: Any, **options: Any) -> Response:
        """Every change of the row, newest first: who, when, which verb, why, and what became what."""
        refuse_unknown(request.query_params, PAGE_PARAMETERS)
        row = self.row()  # type: ignore[attr-defined]
        events = events_of(type(row)).filter(pgh_obj_id=row.pk).select_related("pgh_context")
        return page(events, "-pgh_id", request=request, view=self, item=entry)  # type: ignore[arg-type]


def requirements(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "label": str(one.label),
            "fulfilled": one.fulfilled,
            "message": "" if one.fulfilled else str(one.message),
            "field": one.field or None,
        }
        for one in readiness(row)
    ]


def events_of(model: type[models.Model]) -> Any:
    return apps.get_model("claims", f"{model.__name__}Event")._default_manager


def entry(event: Any) -> dict[str, Any]:
    context = (event.pgh_context.metadata or {}) if event.pgh_context else {}
    return {
        "event": event.pgh_id,
        "kind": event.pgh_label,
        "at": event.pgh_created_at,
        "who": context.get("user_name") or None,
        "verb": context.get("verb") or None,
        "reason": context.get("reason") or "",
        "changes": changes(event),
    }


def changes(event: Any) -> dict[str, dict[str, Any]]:
    """By field, its value before and after; empty for a row that was removed."""
    before = events_of(event.pgh_tracked_model).filter(pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id)
    before = before.order_by("-pgh_id").first()
    told = {}
    for field in event.pgh_tracked_model._meta.concrete_fields:
        old, new = _value(before, field), _value(event, field)
        if field.name not in NOT_TOLD and old != new:
            told[field.name] = {"old": old, "new": new}
    return told


def _value(event: Any, field: Any) -> Any:
    if event is None:
        return None
    value = getattr(event, field.attname)
    if isinstance(field, I18nFieldMixin):
        return localized(value)
    return value


def restore_state(row: Any, *, event: int, by: User, reason: str = "") -> Any:
    """Bring a draft back to what it was after an earlier change, as a new change."""
    past = events_of(type(row)).filter(pgh_obj_id=row.pk, pgh_id=event).first()
    if past is None:
        raise ValidationError({"event": ["This row has no such entry in its history."]})
    return restore(past, by=by, reason=reason)
