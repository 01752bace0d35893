"""Articles, and their text as it was retrieved."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, Length
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.admin.addresses import AddressForm
from claims.admin.base import EditorialAdmin
from claims.admin.view_only import ViewOnlyAdmin
from claims.admin.workbench.pages import WorkbenchPages
from claims.models import Article, Original, Snapshot


class SnapshotInline(admin.TabularInline):  # type: ignore[type-arg]
    """The stored texts, for information; a new one comes in by importing the article again."""

    model = Snapshot
    template = "admin/claims/includes/rows_shown.html"
    extra = 0
    can_delete = False
    show_change_link = True
    fields: ClassVar[Any] = ["number", "retrieved_at", "sha256"]
    readonly_fields = fields
    ordering = ["-number"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article").defer("text", "boilerplate")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Article)
class ArticleAdmin(WorkbenchPages, EditorialAdmin):
    form = AddressForm
    list_display = ["title", "publisher", "published_on", "language", "snapshot_count"]
    list_select_related = ["publisher"]
    list_filter = ["language"]
    search_fields = ["title", "slug", "url", "publisher__name"]
    date_hierarchy = "published_on"
    autocomplete_fields = ["publisher"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["canonical_url"]
    inlines = [SnapshotInline]
    fieldsets = [
        (None, {"fields": ["title", "url", "publisher", "published_on", "language"]}),
        (_("People"), {"fields": ["authors", "editors"]}),
        (_("Addresses"), {"fields": ["slug", "canonical_url", "mirror_url"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        # A subquery and no GROUP BY: rows that are grouped cannot be locked.
        stored = Snapshot.objects.filter(article=OuterRef("pk")).order_by().values("article").values(count=Count("*"))
        return super().get_queryset(request).annotate(texts=Coalesce(Subquery(stored), 0))

    @admin.display(description=_("texts stored"), ordering="texts")
    def snapshot_count(self, article: Any) -> int:
        return int(article.texts)


@admin.register(Snapshot)
class SnapshotAdmin(ViewOnlyAdmin):
    list_display = ["article", "number", "retrieved_at", "short_digest"]
    list_select_related = ["article"]
    search_fields = ["article__title", "article__slug", "article__url"]
    date_hierarchy = "retrieved_at"
    readonly_fields = ["whole_text"]
    fields = ["article", "number", "retrieved_at", "sha256", "whole_text", "boilerplate"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article").defer("text", "boilerplate")

    @admin.display(description="SHA-256")
    def short_digest(self, snapshot: Snapshot) -> str:
        return snapshot.sha256[:12]

    @admin.display(description=_("text"))
    def whole_text(self, snapshot: Snapshot) -> SafeString:
        return format_html('<div class="whole-text" lang="{}">{}</div>', snapshot.article.language, snapshot.text)


@admin.register(Original)
class OriginalAdmin(ViewOnlyAdmin):
    """That it is there, and its digest; the content stays in the database."""

    view_permission = "claims.view_snapshot"
    list_display = ["__str__", "snapshot", "content_type", "retrieved_at", "short_digest"]
    list_select_related = ["snapshot__article"]
    search_fields = ["url", "final_url", "name", "sha256"]
    fields = ["snapshot", "url", "final_url", "name", "content_type", "size", "sha256", "retrieved_at", "retrieved_by"]
    readonly_fields = ["size"]

    def get_queryset(self, request: HttpRequest) -> Any:
        kept = super().get_queryset(request).filter(snapshot__isnull=False)
        rows = kept.select_related("snapshot__article", "retrieved_by")
        return rows.defer("body", "snapshot__text", "snapshot__boilerplate").annotate(bytes=Length("body"))

    @admin.display(description="SHA-256")
    def short_digest(self, original: Original) -> str:
        return original.sha256[:12]

    @admin.display(description=_("size in bytes"))
    def size(self, original: Any) -> int:
        return int(original.bytes)
