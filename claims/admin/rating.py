"""The house scale, and labels of other houses."""

from django.contrib import admin

from claims.admin.base import EditorialAdmin
from claims.models import ExternalLabel, Rating, RatingScale


@admin.register(RatingScale)
class RatingScaleAdmin(EditorialAdmin):
    list_display = ["name", "slug", "worst", "best"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "worst", "best"]


@admin.register(Rating)
class RatingAdmin(EditorialAdmin):
    list_display = ["label", "slug", "value", "normalized", "position", "scale"]
    list_select_related = ["scale"]
    list_filter = ["normalized", "scale"]
    search_fields = ["label", "slug"]
    autocomplete_fields = ["scale"]
    fields = ["label", "slug", "definition", "scale", "value", "normalized", "position"]


@admin.register(ExternalLabel)
class ExternalLabelAdmin(EditorialAdmin):
    list_display = ["label", "publisher", "rating"]
    list_select_related = ["publisher", "rating"]
    list_filter = [("rating", admin.EmptyFieldListFilter), "rating"]
    search_fields = ["label", "publisher__name", "publisher__slug"]
    autocomplete_fields = ["publisher", "rating"]
    fields = ["publisher", "label", "rating"]
