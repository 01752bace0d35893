"""Documents used as evidence."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from claims.admin.addresses import AddressForm
from claims.admin.base import EditorialAdmin
from claims.admin.bulk_verbs import SOURCE_ACTIONS, bulk_actions
from claims.admin.deletion import delete_selected
from claims.admin.source_list import ArchiveFilter
from claims.models import Evidence, Link, Source


class ClaimsOfSource(admin.TabularInline):  # type: ignore[type-arg]
    """The claims that use the source, for information; they are edited on the claim's page."""

    model = Evidence
    template = "admin/claims/includes/rows_shown.html"
    verbose_name_plural = _("Claims that use it")
    extra = 0
    can_delete = False
    fields: ClassVar[Any] = ["claim", "stance", "quote"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("claim", "source")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(EditorialAdmin):
    form = AddressForm
    list_display = ["title", "publisher", "kind", "is_primary", "published_on", "uses"]
    list_select_related = ["publisher"]
    list_filter = ["kind", "is_primary", "link__state", "language", ArchiveFilter]
    search_fields = ["title", "slug", "url", "publisher__name"]
    date_hierarchy = "published_on"
    actions = [*bulk_actions(SOURCE_ACTIONS), delete_selected]
    autocomplete_fields = ["publisher"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["canonical_url", "found_there"]
    inlines = [ClaimsOfSource]
    fieldsets = [
        (None, {"fields": ["url", "title", "title_is_description", "publisher", "published_on", "language"]}),
        (_("What it is"), {"fields": ["kind", "is_primary", "copy_of", "note"]}),
        (_("Addresses"), {"fields": ["slug", "canonical_url", "found_there", "archived_url", "accessed_on"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        uses = Evidence.objects.filter(source=OuterRef("pk")).order_by().values("source").values(count=Count("*"))
        return super().get_queryset(request).annotate(use_count=Coalesce(Subquery(uses), 0))

    @admin.display(description=_("found there"), empty_value="–")
    def found_there(self, source: Any) -> str | None:
        """What the last check of its address found."""
        link = Link.objects.filter(source=source.pk).first()
        if link is None:
            return None
        address = reverse("admin:claims_link_change", args=[link.pk])
        return format_html('<a href="{}">{}</a> {}', address, link.get_state_display(), link.reason)

    @admin.display(description=_("used as evidence"), ordering="use_count")
    def uses(self, source: Any) -> int:
        return int(source.use_count)
