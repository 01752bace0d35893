"""The form under every editorial page: it refuses a stale save, and carries the reason for the change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.admin.chosen import show_loaded
from claims.admin.conflicts import Conflict, find_conflict

LONGEST_REASON = 500


class RevisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Remembers which revision the person saw. The row must be read under a lock before the form is checked."""

    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    own_fields = frozenset({"seen_revision"})
    conflict: Conflict | None = None
    # The row was changed by a colleague only, so there is nothing to save and nothing to refuse.
    is_left_alone = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["seen_revision"] = self.instance.revision
        show_loaded(self)

    @property
    def media(self) -> Any:
        """Put together once for all rows of a page, which have the same fields."""
        kind = type(self)
        if "media_of_all" not in vars(kind):
            kind.media_of_all = super().media  # type: ignore[attr-defined]
        return kind.media_of_all  # type: ignore[attr-defined]

    @property
    def changed_data(self) -> list[str]:
        return [] if self.is_left_alone else super().changed_data

    @property
    def changes(self) -> list[str]:
        """Names of the fields that this person changed."""
        return [name for name in self.changed_data if name not in self.own_fields]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.refuse_stale()
        return cleaned

    def refuse_stale(self) -> None:
        if not self.instance.pk:
            return
        seen = self.cleaned_data.get("seen_revision")
        if seen == self.instance.revision:
            return
        self.conflict = find_conflict(self, seen)
        if not self.conflict.has_typed:
            self.is_left_alone = True
            return
        self.add_error(
            None,
            _("Somebody changed this while you were editing. Nothing was saved; compare below and save again."),
        )


class EditorialForm(RevisionForm):
    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Why you change it, for your colleagues. It stays in the history."),
    )
    own_fields = frozenset({"seen_revision", "reason"})
    # Set by the page when the database refused what the form had let through.
    refusal = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned


class RevisionFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows inside another page: a stale removal and a row that is gone are refused like a stale edit."""

    def clean(self) -> None:
        super().clean()
        rows: list[Any] = self.initial_forms
        for form in rows:
            if form.instance.pk is None:
                raise forms.ValidationError(
                    _("A colleague removed a row that you were editing. Nothing was saved; open the page again.")
                )
            if form in self.deleted_forms and form.conflict is not None:
                raise forms.ValidationError(
                    _("A colleague changed a row that you want to remove. Nothing was saved; compare and save again.")
                )
