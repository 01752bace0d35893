"""What a verb asks for before it is done. The names of the fields are the verb's own parameters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField

from claims.admin.forms import LONGEST_REASON
from claims.admin.languages import LanguageTextarea
from claims.models import Claim, Publication, User

LONGEST_COMMENT = 5_000


class VerbForm(forms.Form):
    """``row`` is what the verb is used on and ``by`` the person who uses it."""

    def __init__(self, *args: Any, row: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        self.by = by


class ReasonForm(VerbForm):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("For your colleagues; it stays in the history."),
    )


class CommentForm(VerbForm):
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 5}),
        help_text=_("What the author should know."),
    )


class ReturnForm(CommentForm):
    """The verb itself insists on the comment; the form only says so before."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["comment"].required = True
        self.fields["comment"].help_text = _("Say what has to change; the author sees it.")


class DismissForm(ReasonForm):
    dismissal_reason = forms.TypedChoiceField(
        label=_("Why it is not checked"),
        choices=Claim.DismissalReason.choices,
        coerce=Claim.DismissalReason,
        help_text=_("Readers of the article see it beside the passage."),
    )
    note = I18nFormField(
        label=_("Note for readers"),
        required=False,
        widget=LanguageTextarea,
        help_text=_("One sentence that explains it, in each language."),
    )
    field_order = ["dismissal_reason", "note", "reason"]


class PublishForm(ReasonForm):
    note = I18nFormField(
        label=_("Public note"),
        required=False,
        widget=LanguageTextarea,
        help_text=_("What is new in this version, for readers. Not needed for a first publication."),
    )
    field_order = ["note", "reason"]


class CorrectForm(PublishForm):
    correction_type = forms.TypedChoiceField(
        label=_("Type of correction"),
        choices=Publication.CorrectionType.choices,
        coerce=Publication.CorrectionType,
        help_text=_("“Rating changed” when the verdict is another one; “minor” for wording and typing errors."),
    )
    note = I18nFormField(
        label=_("Public note"),
        required=True,
        widget=LanguageTextarea,
        help_text=_("What was wrong and what is right now. Readers see it in the list of corrections."),
    )
    field_order = ["correction_type", "note", "reason"]
