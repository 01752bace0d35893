"""What the verbs of a panel ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.admin.verb_forms import LONGEST_COMMENT, ReasonForm, VerbForm
from claims.models import Rating

MOST_VOTES = 50


class AskPanelForm(ReasonForm):
    votes = forms.IntegerField(
        label=_("Votes"),
        min_value=0,
        max_value=MOST_VOTES,
        help_text=_("How many people vote, each without seeing the others, before it can be approved; 0 for none."),
    )
    publish_split = forms.BooleanField(
        label=_("Publish the split"),
        required=False,
        help_text=_("Readers see how many votes each rating got, without names."),
    )
    field_order = ["votes", "publish_split", "reason"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["votes"].initial = self.row.votes_needed or 2
        self.fields["publish_split"].initial = self.row.publish_split


class CastVoteForm(VerbForm):
    rating = forms.ModelChoiceField(
        label=_("Your rating"),
        queryset=Rating.objects.order_by("position"),
        help_text=_("What you would give on this evidence. A vote is final."),
    )
    rationale = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
        help_text=_("In a sentence or two. Colleagues see it once they have voted themselves."),
    )
