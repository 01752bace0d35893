"""restore: bring a draft back to what it was after an earlier change, as a new change."""

from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, EditorialModel, User
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.recording import recorded

# Rows that can be brought back after they were deleted: parts of a claim that nothing else points to.
REVIVED = ("Evidence", "Appearance", "ClaimRelation")


def is_restorable(model: type[models.Model]) -> bool:
    """Every table that editors change by hand; what the record or a verb made is never set back."""
    return issubclass(model, EditorialModel) and not model._meta.proxy


def restore_objections(event: Any, by: User) -> list[Objection]:
    """``event`` is a row of one of the event tables, such as ``ClaimEvent``."""
    model = event.pgh_tracked_model
    row = model._default_manager.filter(pk=event.pgh_obj_id).first()
    objections = _permission_objections(model, row, by)
    if row is None:
        if model.__name__ not in REVIVED:
            objections.append(Objection("gone", _("The row was deleted and cannot be brought back.")))
        elif not Claim.objects.editable_by(by).filter(pk=_claim_of(event)).exists():
            objections.append(Objection("claim_closed", _("Its claim cannot be edited any more.")))
    else:
        objections += _closed_objections(row, by)
        if not restored_values(row, event):
            objections.append(Objection("unchanged", _("This is the present state.")))
    return objections + _lost_objections(event)


def restore(event: Any, *, by: User, reason: str = "") -> Any:
    """Set the fields that editors type into to what they were after ``event``; returns the row.

    State, people and dates that verbs set are never touched, and neither are tags. A deleted part of a claim comes back
    under its old key, so that its history goes on.
    """
    model = event.pgh_tracked_model
    with recorded("restore", by=by, reason=reason):
        row = model._default_manager.select_for_update(of=("self",)).filter(pk=event.pgh_obj_id).first()
        refuse_if("restore", restore_objections(event, by))
        if row is None:
            row = model(pk=event.pgh_obj_id, **{field.attname: getattr(event, field.attname) for field in _kept(model)})
            row.save(force_insert=True)
            return row
        values = restored_values(row, event)
        for name, value in values.items():
            setattr(row, name, value)
        changed = [field.name for field in _fields(model) if field.attname in values]
        row.save(update_fields=[*changed, "updated_at"])
    return row


def restored_values(row: Any, event: Any) -> dict[str, Any]:
    """By column, what would change."""
    columns = [field.attname for field in _fields(type(row), row)]
    return {
        column: getattr(event, column)
        for column in columns
        if _plain(getattr(event, column)) != _plain(getattr(row, column))
    }


def _fields(model: type[models.Model], row: Any = None) -> list[Any]:
    """What editors type. The slug of a published claim is fixed; an address brings its canonical form along."""
    fixed = {"slug"} if getattr(row, "first_published_at", None) else set()
    derived = {"canonical_url", "anchor_state"}
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and (field.editable or field.name in derived) and field.name not in fixed
    ]


def _kept(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.name != "revision"]


def _plain(value: Any) -> Any:
    data = getattr(value, "data", value)
    return data if data not in ("", None, {}) else None


def _permission_objections(model: Any, row: Any, by: User) -> list[Objection]:
    action = "change" if row is not None else "add"
    if is_restorable(model) and by.is_active and by.has_perm(f"claims.{action}_{model._meta.model_name}"):
        return []
    return [Objection("not_permitted", _("Your role does not allow this."))]


def _closed_objections(row: Any, by: User) -> list[Objection]:
    if isinstance(row, Assessment):
        if row.state not in Assessment.EDITABLE_STATES:
            return [Objection("wrong_state", _("Only a draft or a returned assessment can be edited."), "state")]
        if row.author_id != by.pk:
            return [Objection("not_author", _("Only the author edits an assessment."))]
    claim = row.pk if isinstance(row, Claim) else getattr(row, "claim_id", getattr(row, "from_claim_id", None))
    if claim is not None and not Claim.objects.editable_by(by).filter(pk=claim).exists():
        return [Objection("claim_closed", _("Its claim cannot be edited any more."))]
    return []


def _claim_of(event: Any) -> Any:
    return getattr(event, "claim_id", getattr(event, "from_claim_id", None))


def _lost_objections(event: Any) -> list[Objection]:
    """Rows that the earlier state points to and that are gone by now."""
    for field in event.pgh_tracked_model._meta.concrete_fields:
        key = getattr(event, field.attname)
        if not isinstance(field, models.ForeignKey) or key is None or not field.editable:
            continue
        target = apps.get_model(field.related_model._meta.label)
        if not target._default_manager.filter(pk=key).exists():
            message = _("It pointed to a row that is gone: %(field)s.") % {"field": field.verbose_name}
            return [Objection("target_gone", message, field.name)]
    return []
