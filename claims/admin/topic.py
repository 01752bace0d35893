"""Subject tags."""

from django.contrib import admin

from claims.admin.base import EditorialAdmin
from claims.models import Topic


@admin.register(Topic)
class TopicAdmin(EditorialAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "description"]
