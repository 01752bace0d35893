"""What the public record uses stays: no button, and a clear answer to whoever tries."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as delete_after_confirmation
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Article, Assessment, Claim, Entity, Source, Topic

NAMED_AT_MOST = 5


def reason_to_keep(row: Model) -> Promise | None:
    """Why this row cannot be deleted, if there is a reason."""
    for model, is_used, reason in RULES:
        if isinstance(row, model) and is_used(row):
            return reason
    return None


def _source_is_used(source: Any) -> bool:
    # By the events, not by today's evidence: an older version in the record may still cite it.
    events = apps.get_model("claims", "EvidenceEvent")
    attached = events._default_manager.filter(source=source).values("claim")
    return Claim.objects.filter(pk__in=attached, first_published_at__isnull=False).exists()


def _assessment_is_used(assessment: Any) -> bool:
    return bool(assessment.state == Assessment.State.PUBLISHED or assessment.reviews.exists())


RULES: tuple[tuple[type[Model], Any, Promise], ...] = (
    (
        Claim,
        lambda claim: claim.first_published_at is not None,
        gettext_lazy("It is published. A published claim is retracted, never deleted."),
    ),
    (Source, _source_is_used, gettext_lazy("A published claim cites it.")),
    (
        Article,
        lambda article: article.snapshots.exists(),
        gettext_lazy("Its text is stored, and quotes point into it."),
    ),
    (Assessment, _assessment_is_used, gettext_lazy("It was reviewed or published.")),
    (
        Entity,
        lambda entity: entity.claims_about.filter(first_published_at__isnull=False).exists(),
        gettext_lazy("A published claim names it."),
    ),
    (
        Topic,
        lambda topic: topic.claims.filter(first_published_at__isnull=False).exists(),
        gettext_lazy("A published claim is tagged with it."),
    ),
)


@admin.action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
def delete_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Django's own action, after a look at what has to stay."""
    kept = [(row, reason) for row in queryset if (reason := reason_to_keep(row))]
    if not kept:
        return delete_after_confirmation(modeladmin, request, queryset)
    modeladmin.message_user(request, _("Nothing was deleted."), messages.ERROR)
    for line in _lines(kept):
        modeladmin.message_user(request, line, messages.ERROR)
    return None


def _lines(kept: list[tuple[Model, Promise]]) -> Iterable[str]:
    for row, reason in kept[:NAMED_AT_MOST]:
        yield _("“%(row)s” stays: %(reason)s") % {"row": row, "reason": reason}
    if len(kept) > NAMED_AT_MOST:
        yield _("And %(count)d more.") % {"count": len(kept) - NAMED_AT_MOST}
