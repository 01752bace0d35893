"""What the verbs on a claim ask for, where that is more than a reason."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.forms import I18nFormField

from claims.admin.languages import LanguageTextarea
from claims.admin.quotes import QuoteNotFound, find_quote
from claims.admin.verb_forms import ReasonForm
from claims.models import Appearance, Claim, ClaimRelation, Publication, Snapshot, User
from claims.workflow import REDACTABLE_FIELDS

LONGEST_QUOTE = 5_000


def chosen_by_searching(model: type[Any], field: str) -> AutocompleteSelect:
    """Tables grow: a row is searched for, never picked from a list of all."""
    return AutocompleteSelect(model._meta.get_field(field), admin.site)


class MergeForm(ReasonForm):
    into = forms.ModelChoiceField(
        label=gettext_lazy("Merge into"),
        queryset=Claim.objects.exclude(stage=Claim.Stage.MERGED),
        widget=chosen_by_searching(ClaimRelation, "to_claim"),
        help_text=gettext_lazy("The claim that goes on. It gets the places of this one as repeats, and its parts."),
    )
    note = I18nFormField(
        label=gettext_lazy("Public note"),
        required=False,
        widget=LanguageTextarea,
        help_text=gettext_lazy("Why they are one claim, for readers. Only seen when this claim is published."),
    )
    field_order = ["into", "note", "reason"]


class AttachRepeatForm(ReasonForm):
    """The editor gives the words; where they stand is found in the text."""

    snapshot = forms.ModelChoiceField(
        label=gettext_lazy("Text of the article"),
        queryset=Snapshot.objects.defer("text", "boilerplate").select_related("article"),
        widget=chosen_by_searching(Appearance, "snapshot"),
        help_text=gettext_lazy("The article that says it as well."),
    )
    quote = forms.CharField(
        label=gettext_lazy("Quote"),
        max_length=LONGEST_QUOTE,
        strip=False,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
        help_text=gettext_lazy("The words of the article, copied exactly."),
    )
    start = forms.IntegerField(
        label=gettext_lazy("Start"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Characters before the quote. Needed only when the words occur more than once."),
    )
    field_order = ["snapshot", "quote", "start", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        snapshot, quote = cleaned.get("snapshot"), cleaned.pop("quote", "").replace("\r\n", "\n")
        if snapshot is None or not quote or self.has_error("start"):
            return cleaned
        try:
            selector = find_quote(snapshot.text, quote, cleaned.get("start"))
        except QuoteNotFound as problem:
            self.add_error("quote" if problem.field == "exact" else problem.field, str(problem))
            return cleaned
        return {**cleaned, "start": selector.start, "end": selector.end}


class RelateForm(ReasonForm):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("This claim …"), choices=ClaimRelation.Kind.choices, coerce=ClaimRelation.Kind
    )
    to = forms.ModelChoiceField(
        label=gettext_lazy("… the claim"),
        queryset=Claim.objects.all(),
        widget=chosen_by_searching(ClaimRelation, "to_claim"),
    )
    field_order = ["kind", "to", "reason"]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, person: User) -> str:
        return f"{person.byline} ({person.username})"


class AssignForm(ReasonForm):
    to = PersonField(
        label=gettext_lazy("To"),
        queryset=User.objects.filter(is_active=True).order_by("username"),
        required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy("Researchers take claims themselves; editors assign them to anybody."),
    )
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].initial = self.by


class ScheduleReviewForm(ReasonForm):
    review_due = forms.DateField(
        label=gettext_lazy("Review due"),
        required=False,
        widget=AdminDateWidget,
        help_text=gettext_lazy("When it should be looked at again. Readers see it."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Expires on"),
        required=False,
        widget=AdminDateWidget,
        help_text=gettext_lazy("The day after which the verdict no longer holds. Readers see it."),
    )
    field_order = ["review_due", "expires_on", "reason"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        last = Publication.objects.filter(claim=self.row).order_by("-version").first()
        for name in ("review_due", "expires_on"):
            self.fields[name].initial = last.document.get(name) if last else None


class PublicReasonForm(ReasonForm):
    note = I18nFormField(
        label=gettext_lazy("Public reason"),
        widget=LanguageTextarea,
        help_text=gettext_lazy("Readers see it for ever, in every language of the site."),
    )
    field_order = ["note", "reason"]


class RedactForm(PublicReasonForm):
    fields_removed = forms.MultipleChoiceField(
        label=gettext_lazy("What is removed"),
        choices=[(name, name.replace("_", " ")) for name in REDACTABLE_FIELDS],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("From every version, from the drafts and from the history. It cannot be brought back."),
    )
    confirmation = forms.CharField(
        label=gettext_lazy("Slug of the claim"),
        help_text=gettext_lazy("Type it to confirm that you mean this claim."),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    field_order = ["fields_removed", "note", "confirmation", "reason"]

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"]
        if typed != self.row.slug:
            raise forms.ValidationError(_("This is not the slug of the claim: %s") % self.row.slug)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop("confirmation", None)
        if "fields_removed" in cleaned:
            cleaned["fields"] = cleaned.pop("fields_removed")
        return cleaned
