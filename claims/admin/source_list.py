"""Which sources are at risk, for the list of sources and for the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.models import PublishedEvidence, Source


class ArchiveFilter(admin.SimpleListFilter):
    """Sources that readers see and that would be lost if their page went."""

    title = _("archived copy")
    parameter_name = "archive"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("none, and readers see it"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=unarchived().values("pk")) if self.value() == "missing" else queryset


def unarchived() -> QuerySet[Source]:
    used = PublishedEvidence.objects.filter(source=OuterRef("slug"))
    return Source.objects.filter(archived_url="").filter(Exists(used)).order_by("accessed_on", "slug")
