"""What a source says about a claim."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.admin.base import EditorialAdmin
from claims.admin.languages import SHORT_QUOTE
from claims.models import Evidence

MAIN_FIELDS: list[Any] = [("source", "stance", "position"), "note", "quote", ("quote_language", "locator")]
CONFIDENTIAL: Any = (_("Confidential source"), {"fields": ["confidential", "public_reason"], "classes": ["collapse"]})


@admin.register(Evidence)
class EvidenceAdmin(EditorialAdmin):
    formfield_overrides = SHORT_QUOTE
    list_display = ["source", "stance", "claim", "confidential", "updated_at"]
    list_select_related = ["source", "claim"]
    list_filter = ["stance", "confidential", "source__kind"]
    search_fields = ["source__title", "source__slug", "claim__slug", "claim__statement", "quote"]
    autocomplete_fields = ["claim", "source"]
    fieldsets = [(None, {"fields": ["claim", *MAIN_FIELDS]}), CONFIDENTIAL]
