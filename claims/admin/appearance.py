"""Where a claim occurs. The editor gives the snapshot and the quote; the rest is found in the text."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Greatest, Least, Substr
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from claims.admin.base import EditorialAdmin, EditorialInline
from claims.admin.forms import EditorialForm, RevisionForm
from claims.admin.languages import SHORT_QUOTE
from claims.admin.quotes import QuoteNotFound, find_quote
from claims.models import Appearance

CONTEXT_CHARACTERS = 280


class QuoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """Finds the quote in its snapshot. ``start`` is needed only when the words occur more than once."""

    start = forms.IntegerField(
        label=gettext_lazy("Start"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Characters before the quote. Needed only when the words occur more than once."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        snapshot, exact = cleaned.get("snapshot"), cleaned.get("exact")
        if snapshot is None or not exact or self.has_error("start"):
            return cleaned
        # The browser sends line ends its own way.
        exact = cleaned["exact"] = exact.replace("\r\n", "\n")
        start = cleaned.get("start")
        moved = "exact" in self.changed_data or "snapshot" in self.changed_data
        if moved and "start" not in self.changed_data:
            start = None  # The number still speaks of the words that were there before.
        try:
            selector = find_quote(snapshot.text, exact, start)
        except QuoteNotFound as problem:
            self.add_error(problem.field, str(problem))
            return cleaned
        cleaned["start"] = selector.start
        for name, value in vars(selector).items():
            setattr(self.instance, name, value)
        self.instance.anchor_state = Appearance.AnchorState.EXACT_POSITION
        return cleaned


class AppearanceInlineForm(QuoteForm, RevisionForm):
    pass


class AppearanceForm(QuoteForm, EditorialForm):
    pass


def with_context(appearances: Any) -> Any:
    """Only the text around the quote is read; the snapshot's whole text may be long."""
    return (
        appearances.select_related("snapshot__article")
        .defer("snapshot__text", "snapshot__boilerplate")
        .annotate(
            text_before=Substr(
                "snapshot__text",
                Greatest(F("start") + 1 - CONTEXT_CHARACTERS, 1),
                Least(F("start"), CONTEXT_CHARACTERS),
            ),
            text_after=Substr("snapshot__text", F("end") + 1, CONTEXT_CHARACTERS),
        )
    )


class Passage:
    """The quote, marked, in the text around it."""

    @admin.display(description=gettext_lazy("In its context"))
    def passage(self, appearance: Any) -> SafeString | str:
        if appearance.pk is None or not hasattr(appearance, "text_before"):
            return "–"
        return format_html(
            '<blockquote class="passage" lang="{}"><p>{}{}<mark>{}</mark>{}{}</p>'
            "<footer>{} · {}–{}</footer></blockquote>",
            appearance.snapshot.article.language,
            "…" if appearance.start > CONTEXT_CHARACTERS else "",
            appearance.text_before,
            appearance.exact,
            appearance.text_after,
            "…" if len(appearance.text_after) == CONTEXT_CHARACTERS else "",
            appearance.snapshot,
            appearance.start,
            appearance.end,
        )


class AppearanceInline(Passage, EditorialInline):
    model = Appearance
    formfield_overrides = SHORT_QUOTE
    form = AppearanceInlineForm
    autocomplete_fields = ["snapshot"]
    readonly_fields = ["passage", "anchor_state"]
    fieldsets = [
        (None, {"fields": ["passage", "seen_revision"]}),
        (
            gettext_lazy("Quote and place"),
            {"fields": ["snapshot", "exact", ("start", "occurrence", "anchor_state")], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_context(super().get_queryset(request))


@admin.register(Appearance)
class AppearanceAdmin(Passage, EditorialAdmin):
    form = AppearanceForm
    formfield_overrides = SHORT_QUOTE
    list_display = ["exact", "claim", "article", "occurrence", "anchor_state"]
    list_select_related = ["claim", "snapshot__article"]
    list_filter = ["occurrence", "anchor_state"]
    search_fields = ["exact", "claim__slug", "claim__statement", "snapshot__article__title"]
    autocomplete_fields = ["claim", "snapshot"]
    readonly_fields = ["passage", "anchor_state"]
    fields = ["claim", "passage", "snapshot", "exact", ("start", "occurrence", "anchor_state")]

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_context(super().get_queryset(request))

    @admin.display(description=gettext_lazy("article"), ordering="snapshot__article__title")
    def article(self, appearance: Appearance) -> str:
        return str(appearance.snapshot)
