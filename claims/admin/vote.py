"""Votes of panels, as far as the person who looks may know them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.view_only import ViewOnlyAdmin
from claims.models import Vote


@admin.register(Vote)
class VoteAdmin(ViewOnlyAdmin):
    list_display = ["assessment", "submission", "rating", "voter", "cast_at"]
    list_select_related = ["assessment__claim", "assessment__rating", "rating", "voter"]
    search_fields = ["assessment__claim__slug", "assessment__claim__statement", "voter__username", "rationale"]
    date_hierarchy = "cast_at"
    fields = ["assessment", "submission", "rating", "rationale", "voter", "cast_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Vote.objects.visible_to(request.user)
