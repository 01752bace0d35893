"""Claimants, publishers and subjects."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.text import capfirst

from claims.admin.base import EditorialAdmin
from claims.models import Entity

LONGEST_ADDRESS = 2_000


@admin.register(Entity)
class EntityAdmin(EditorialAdmin):
    list_display = ["name", "kind", "domain", "slug"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "domain"]
    fields = ["name", "kind", "slug", "description", "domain", "same_as"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name != "same_as":
            return super().formfield_for_dbfield(db_field, request, **options)
        # By hand, as a list's own field has no way to say that an address without a scheme is https.
        return SimpleArrayField(
            forms.URLField(
                max_length=LONGEST_ADDRESS, assume_scheme="https", validators=db_field.base_field.validators
            ),
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            required=False,
            widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
        )
