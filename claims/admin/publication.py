"""The public record and what is derived from it: to look at, never to edit."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.admin.view_only import ViewOnlyAdmin
from claims.models import (
    Checkpoint,
    Publication,
    PublishedAppearance,
    PublishedClaim,
    PublishedEvidence,
    RecordText,
    SigningKey,
)


class ReadableDocument:
    """JSON with line breaks, so that a person can follow it."""

    @admin.display(description=_("document"))
    def readable_document(self, row: Any) -> SafeString:
        text = json.dumps(row.document, indent=2, ensure_ascii=False)
        return format_html('<pre class="document" tabindex="0">{}</pre>', text)


@admin.register(Publication)
class PublicationAdmin(ReadableDocument, ViewOnlyAdmin):
    list_display = [
        "number",
        "slug",
        "version",
        "kind",
        "correction_type",
        "author_name",
        "approver_name",
        "published_at",
    ]
    list_filter = ["kind", "correction_type"]
    search_fields = ["slug", "digest", "author_name", "approver_name"]
    date_hierarchy = "published_at"
    ordering = ["-number"]
    fieldsets = [
        (None, {"fields": ["number", "claim", "slug", "version", "kind", "correction_type", "note", "published_at"]}),
        (_("People"), {"fields": ["author", "author_name", "approver", "approver_name", "assessment"]}),
        (_("Chain"), {"fields": ["digest", "previous_digest"]}),
        (_("What was published"), {"fields": ["readable_document"]}),
    ]
    readonly_fields = ["readable_document"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("document", "salts", "leaves")


@admin.register(RecordText)
class RecordTextAdmin(ViewOnlyAdmin):
    list_display = ["sha256"]
    search_fields = ["sha256"]
    fields = ["sha256", "whole_text"]
    readonly_fields = ["whole_text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("text")

    @admin.display(description=_("text"))
    def whole_text(self, row: RecordText) -> SafeString:
        return format_html('<div class="whole-text">{}</div>', row.text)


@admin.register(PublishedClaim)
class PublishedClaimAdmin(ReadableDocument, ViewOnlyAdmin):
    view_permission = "claims.view_publication"
    list_display = ["slug", "version", "verification_status", "rating", "claimant", "published_at"]
    list_filter = ["verification_status", "rating"]
    search_fields = ["slug", "claimant"]
    date_hierarchy = "published_at"
    list_select_related = ["publication"]
    fields = [
        "slug",
        "version",
        "verification_status",
        "rating",
        "claimant",
        "topics",
        "entities",
        "parent",
        "claimed_on",
        "first_published_at",
        "published_at",
        "readable_document",
    ]
    readonly_fields = ["readable_document"]


class PublishedPartAdmin(ReadableDocument, ViewOnlyAdmin):
    view_permission = "claims.view_publication"
    readonly_fields = ["readable_document"]


@admin.register(PublishedAppearance)
class PublishedAppearanceAdmin(PublishedPartAdmin):
    list_display = ["claim_id", "position", "article", "publisher", "start", "end"]
    search_fields = ["claim__slug", "article", "publisher"]
    fields = ["claim", "position", "article", "publisher", "text_sha256", "start", "end", "readable_document"]


@admin.register(PublishedEvidence)
class PublishedEvidenceAdmin(PublishedPartAdmin):
    list_display = ["claim_id", "position", "stance", "source", "publisher", "domain"]
    list_filter = ["stance"]
    search_fields = ["claim__slug", "source", "publisher", "domain"]
    fields = ["claim", "position", "stance", "source", "publisher", "domain", "readable_document"]


@admin.register(Checkpoint)
class CheckpointAdmin(ViewOnlyAdmin):
    list_display = ["publication_id", "digest", "origin", "published_at"]
    search_fields = ["digest"]
    date_hierarchy = "published_at"
    fields = ["publication", "digest", "origin", "published_at", "signatures"]
    view_permission = "claims.view_publication"


@admin.register(SigningKey)
class SigningKeyAdmin(ViewOnlyAdmin):
    list_display = ["key_id", "public_key", "first_used_at"]
    search_fields = ["key_id", "public_key"]
    fields = ["key_id", "public_key", "first_used_at"]
    view_permission = "claims.view_publication"
