"""What the site asks of a verdict: one row, changed by administrators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.admin.base import EditorialAdmin
from claims.models import EditorialPolicy


@admin.register(EditorialPolicy)
class EditorialPolicyAdmin(EditorialAdmin):
    list_display = ["__str__", "minimum_evidence", "minimum_publishers", "archived_copies_required", "votes_needed"]
    fields = ["minimum_evidence", "minimum_publishers", "archived_copies_required", "votes_needed"]
    actions = []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
