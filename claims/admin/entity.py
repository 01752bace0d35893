"""Claimants, publishers and subjects."""

from django.contrib import admin

from claims.admin.base import EditorialAdmin
from claims.models import Entity


@admin.register(Entity)
class EntityAdmin(EditorialAdmin):
    list_display = ["name", "kind", "domain", "slug"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "domain"]
    fields = ["name", "kind", "slug", "description", "domain", "same_as"]
