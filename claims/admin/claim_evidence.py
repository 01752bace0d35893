"""Evidence on a claim's page: one card an item, in the order in which readers will see it."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.base import EditorialInline
from claims.admin.evidence import CONFIDENTIAL
from claims.admin.languages import SHORT_QUOTE
from claims.models import Evidence


class EvidenceCards(EditorialInline):
    """Dragged, moved by keys, or numbered by hand where there is no JavaScript."""

    model = Evidence
    template = "admin/claims/claim/evidence_cards.html"
    formfield_overrides = SHORT_QUOTE
    autocomplete_fields = ["source"]
    readonly_fields = ["about_source"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "about_source",
                    "source",
                    ("stance", "position"),
                    "note",
                    ("quote", "quote_language", "locator"),
                    "seen_revision",
                ]
            },
        ),
        CONFIDENTIAL,
    ]

    def get_queryset(self, request: object) -> models.QuerySet[Evidence]:
        rows: models.QuerySet[Evidence] = super().get_queryset(request)  # type: ignore[arg-type]
        return rows.select_related("source__publisher").order_by("position", "id")

    def formfield_for_choice_field(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name == "stance":
            options["widget"] = RadioSelect
            options["choices"] = Evidence.Stance.choices
        return super().formfield_for_choice_field(db_field, request, **options)

    @admin.display(description=gettext_lazy("The document"))
    def about_source(self, evidence: Evidence) -> SafeString | str:
        """What the editor needs to know of the source without opening it."""
        if evidence.pk is None:
            return "–"
        source = evidence.source
        links = [(source.url, _("Open"))]
        if source.archived_url:
            links.append((source.archived_url, _("Archived copy")))
        facts = [
            str(source.publisher),
            source.published_on.isoformat() if source.published_on else _("no date"),
            source.get_kind_display(),
            "" if source.archived_url else _("no archived copy"),
        ]
        return format_html(
            '<span class="source-facts">{}</span> <span class="source-links">{}</span>',
            " · ".join(fact for fact in facts if fact),
            format_html_join(
                " ",
                '<a href="{}" target="_blank" rel="noopener noreferrer">{}<span aria-hidden="true"> ↗</span></a>',
                links,
            ),
        )
